package main

// The few calls of SQLite's C library this peer needs: Debian packages no driver for Go.

/*
#cgo LDFLAGS: -lsqlite3
#include <sqlite3.h>
#include <stdlib.h>

static int bind_text(sqlite3_stmt *s, int i, const char *p, int n) { return sqlite3_bind_text(s, i, p, n, SQLITE_TRANSIENT); }
*/
import "C"

import (
	"errors"
	"unsafe"
)

type database struct{ handle *C.sqlite3 }

type statement struct {
	db     *database
	handle *C.sqlite3_stmt
}

func open(path string) *database {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	db := &database{}
	if C.sqlite3_open_v2(name, &db.handle, C.SQLITE_OPEN_READWRITE|C.SQLITE_OPEN_CREATE|C.SQLITE_OPEN_NOMUTEX, nil) != C.SQLITE_OK {
		panic("the database does not open")
	}
	return db
}

func (db *database) script(sql string) {
	text := C.CString(sql)
	defer C.free(unsafe.Pointer(text))
	if C.sqlite3_exec(db.handle, text, nil, nil, nil) != C.SQLITE_OK {
		panic(C.GoString(C.sqlite3_errmsg(db.handle)))
	}
}

func (db *database) prepare(sql string) *statement {
	text := C.CString(sql)
	defer C.free(unsafe.Pointer(text))
	s := &statement{db: db}
	if C.sqlite3_prepare_v3(db.handle, text, -1, C.SQLITE_PREPARE_PERSISTENT, &s.handle, nil) != C.SQLITE_OK {
		panic(C.GoString(C.sqlite3_errmsg(db.handle)))
	}
	return s
}

// row runs the statement with int64 and string values; it gives the first row's columns as bytes, nil when there is none.
func (s *statement) row(values ...any) ([]string, error) {
	for i, value := range values {
		switch v := value.(type) {
		case int64:
			C.sqlite3_bind_int64(s.handle, C.int(i+1), C.sqlite3_int64(v))
		case string:
			C.bind_text(s.handle, C.int(i+1), textOf(v), C.int(len(v)))
		}
	}
	defer C.sqlite3_reset(s.handle)
	var row []string
	code := C.sqlite3_step(s.handle)
	if code == C.SQLITE_ROW {
		columns := int(C.sqlite3_column_count(s.handle))
		for i := 0; i < columns; i++ {
			row = append(row, C.GoString((*C.char)(unsafe.Pointer(C.sqlite3_column_text(s.handle, C.int(i))))))
		}
		code = C.sqlite3_step(s.handle)
	}
	if code != C.SQLITE_DONE {
		return nil, errors.New(C.GoString(C.sqlite3_errmsg(s.db.handle)))
	}
	return row, nil
}

var nothing = []byte{0}

func textOf(v string) *C.char {
	if v == "" {
		return (*C.char)(unsafe.Pointer(&nothing[0]))
	}
	return (*C.char)(unsafe.Pointer(*(**byte)(unsafe.Pointer(&v))))
}
