// CMake wants a source of its own for the executable; everything it exports is in funnel_abi.
