// The second peer: Go's net/http with SQLite's C library doing the endpoint's work for a request: validate, then a lead, two consents, two
// events of the hash chain and an idempotency key, in the endpoint's own schema, WAL, synchronous=FULL. What waits (at most 256) is one
// transaction, each row in a savepoint.
//
//	peer DATABASE SCHEMA.sql VERSION SHA256_PROCESSING SHA256_ADVERTISING     prints its port
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const mostInBatch = 256

type consent struct {
	Document string `json:"document"`
	Version  string `json:"version"`
	Sha256   string `json:"sha256"`
	Given    bool   `json:"given"`
}

type lead struct {
	Form     string            `json:"form"`
	Key      string            `json:"idempotency_key"`
	Name     string            `json:"name"`
	Phone    string            `json:"phone"`
	Email    string            `json:"email"`
	Managers int64             `json:"managers_count"`
	Turnover string            `json:"monthly_turnover"`
	Owner    *bool             `json:"owner"`
	Consents []consent         `json:"consents"`
	Page     string            `json:"page"`
	Referrer string            `json:"referrer"`
	Utm      map[string]string `json:"utm"`
	Website  string            `json:"website"`
}

type work struct {
	lead      lead
	ip, agent string
	done      chan answer
}

type answer struct {
	status int
	id     int64
	token  string
}

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:])
}

type store struct {
	db                                                                                 *database
	secret                                                                             []byte
	begin, commit, savepoint, release, undo, known, leads, consents, lastEvent, events *statement
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func newStore(path, schema, version, processing, advertising string) *store {
	db := open(path)
	for _, pragma := range []string{"journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", "trusted_schema = OFF", "cache_size = -4096"} {
		db.script("PRAGMA " + pragma)
	}
	sql, err := os.ReadFile(schema)
	if err != nil {
		panic(err)
	}
	db.script(string(sql))
	document := db.prepare("INSERT INTO documents (kind, version, sha256, title, url, body, recorded_ms) VALUES (?, ?, ?, ?, ?, ?, ?)")
	for kind, hash := range map[string]string{"processing": processing, "advertising": advertising} {
		if _, err := document.row(kind, version, hash, kind, "/", "", time.Now().UnixMilli()); err != nil {
			panic(err)
		}
	}
	s := &store{db: db, secret: make([]byte, 32)}
	if _, err := rand.Read(s.secret); err != nil {
		panic(err)
	}
	s.begin, s.commit = db.prepare("BEGIN IMMEDIATE"), db.prepare("COMMIT")
	s.savepoint, s.release, s.undo = db.prepare("SAVEPOINT job"), db.prepare("RELEASE SAVEPOINT job"), db.prepare("ROLLBACK TO SAVEPOINT job")
	s.known = db.prepare("SELECT id, content_hash FROM leads WHERE key_hash = ?")
	s.leads = db.prepare("INSERT INTO leads (created_ms, key_hash, content_hash, token_hash, form, name, phone, email, managers_count, monthly_turnover, owner, scenario, report, answers, page, referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content) VALUES (" + places(21) + ") RETURNING id")
	s.consents = db.prepare("INSERT INTO consents (lead_id, kind, version, sha256, given, given_ms, ip, user_agent, page) VALUES (" + places(9) + ")")
	s.lastEvent = db.prepare("SELECT seq, hash FROM consent_events ORDER BY seq DESC LIMIT 1")
	s.events = db.prepare("INSERT INTO consent_events (seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash) VALUES (" + places(9) + ")")
	return s
}

func (s *store) put(w *work) (answer, error) {
	now := time.Now().UnixMilli()
	content, _ := json.Marshal(w.lead)
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte(w.lead.Key))
	token := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
	keyHash, contentHash := sum(w.lead.Key), sum(string(content))
	same, err := s.known.row(keyHash)
	if err != nil {
		return answer{}, err
	}
	if same != nil {
		id, _ := strconv.ParseInt(same[0], 10, 64)
		if same[1] == contentHash {
			return answer{200, id, token}, nil
		}
		return answer{409, id, token}, nil
	}
	owner := "unsaid"
	if w.lead.Owner != nil {
		owner = map[bool]string{true: "yes", false: "no"}[*w.lead.Owner]
	}
	u := w.lead.Utm
	row, err := s.leads.row(now, keyHash, contentHash, sum(token), w.lead.Form, w.lead.Name, w.lead.Phone, w.lead.Email, w.lead.Managers, w.lead.Turnover,
		owner, "", "", "", w.lead.Page, w.lead.Referrer, u["source"], u["medium"], u["campaign"], u["term"], u["content"])
	if err != nil {
		return answer{}, err
	}
	id, _ := strconv.ParseInt(row[0], 10, 64)
	for _, c := range w.lead.Consents {
		given, event := int64(0), "refused"
		if c.Given {
			given, event = 1, "given"
		}
		if _, err := s.consents.row(id, c.Document, c.Version, c.Sha256, given, now, w.ip, w.agent, w.lead.Page); err != nil {
			return answer{}, err
		}
		last, err := s.lastEvent.row()
		if err != nil {
			return answer{}, err
		}
		seq, previous := int64(0), strings.Repeat("0", 64)
		if last != nil {
			seq, _ = strconv.ParseInt(last[0], 10, 64)
			previous = last[1]
		}
		hash := sum(fmt.Sprintf("%s\n%d\n%d\n%s\n%s\n%s\n%s\n%d", previous, seq+1, id, c.Document, event, c.Version, c.Sha256, now))
		if _, err := s.events.row(seq+1, id, c.Document, event, c.Version, c.Sha256, now, previous, hash); err != nil {
			return answer{}, err
		}
	}
	return answer{201, id, token}, nil
}

func must(_ []string, err error) {
	if err != nil {
		panic(err)
	}
}

func (s *store) run(queue chan *work) {
	for first := range queue {
		batch := []*work{first}
	waiting:
		for len(batch) < mostInBatch {
			select {
			case next := <-queue:
				batch = append(batch, next)
			default:
				break waiting
			}
		}
		answers := make([]answer, len(batch))
		must(s.begin.row())
		for i, w := range batch {
			must(s.savepoint.row())
			var err error
			if answers[i], err = s.put(w); err != nil {
				must(s.undo.row())
				answers[i] = answer{status: 500}
			}
			must(s.release.row())
		}
		must(s.commit.row())
		for i, w := range batch {
			w.done <- answers[i]
		}
	}
}

var keyShape = regexp.MustCompile(`^[A-Za-z0-9-]{16,64}$`)
var phoneShape = regexp.MustCompile(`^\+\d{8,15}$`)
var forms = map[string]bool{"diagnosis": true, "checklist": true, "materials": true, "callback": true}

func main() {
	path, schema, version := os.Args[1], os.Args[2], os.Args[3]
	current := map[string]string{"processing": os.Args[4], "advertising": os.Args[5]}
	queue := make(chan *work, 1000)
	go newStore(path, schema, version, os.Args[4], os.Args[5]).run(queue)
	http.HandleFunc("/api/leads", func(out http.ResponseWriter, in *http.Request) {
		w := &work{done: make(chan answer, 1), agent: in.UserAgent()}
		w.ip, _, _ = net.SplitHostPort(in.RemoteAddr)
		reader := json.NewDecoder(http.MaxBytesReader(out, in.Body, 65536))
		reader.DisallowUnknownFields()
		l := &w.lead
		if err := reader.Decode(l); err != nil || !forms[l.Form] || !keyShape.MatchString(l.Key) || l.Name == "" || len(l.Name) > 200 {
			http.Error(out, `{"error":"invalid"}`, 422)
			return
		}
		l.Phone = strings.NewReplacer(" ", "", "(", "", ")", "", "-", "").Replace(l.Phone)
		processed := false
		for _, c := range l.Consents {
			if c.Version != version || c.Sha256 != current[c.Document] {
				http.Error(out, `{"error":"document_changed"}`, 409)
				return
			}
			processed = processed || (c.Document == "processing" && c.Given)
		}
		if !phoneShape.MatchString(l.Phone) || !processed {
			http.Error(out, `{"error":"invalid"}`, 422)
			return
		}
		queue <- w
		a := <-w.done
		text, _ := json.Marshal(map[string]any{"id": a.id, "number": fmt.Sprintf("%06d", a.id), "receipt_url": "/r/" + a.token, "withdraw_url": "/r/" + a.token + "/withdraw"})
		out.Header().Set("Content-Type", "application/json; charset=utf-8")
		out.WriteHeader(a.status)
		out.Write(text)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
