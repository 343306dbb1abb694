package dev.holdfast.remote.shell;

/// The texts that run on hosts. Every line ends so that the text also works as one line.
final class Scripts {
  private Scripts() {}

  /// Makes the private directory, says where it is and what tools exist, then waits. A number on
  /// standard input ends the bridge of that number, `s` takes the socket's name away, the end of
  /// standard input takes everything away, so the death of the controller does too.
  ///
  /// Directories of dead janitors go first. A name alone proves nothing, as any user can plant one:
  /// the checks look at the directory that was really entered, and removal never follows a link.
  static final String JANITOR =
      """
      umask 077;
      ours() {
        cd -P "$1" 2>/dev/null && [ -O . ] || return 1;
        case $(ls -ld .) in drwx------*) ;; *) return 1;; esac;
        if [ -f pid ]; then
          read -r p <pid || return 1;
          case $p in ""|*[!0-9]*) return 1;; esac;
          kill -0 "$p" 2>/dev/null && return 1;
          return 0;
        fi;
        [ -n "$(find . -prune -mmin +60 2>/dev/null)" ];
      };
      d=;
      for b in "${XDG_RUNTIME_DIR:-/run}" /run /tmp; do
        case $b in /*) ;; *) continue;; esac;
        [ ${#b} -le 60 ] && [ -d "$b" ] && [ -w "$b" ] || continue;
        for o in "$b"/holdfast.??????????; do
          [ -d "$o" ] && [ ! -L "$o" ] && (ours "$o") && rm -rf "$o";
        done;
        [ -n "$d" ] || d=$(mktemp -d "$b/holdfast.XXXXXXXXXX" 2>/dev/null) || d=;
      done;
      [ -n "$d" ] || { echo "none"; exit 1; };
      echo $$ >"$d/pid" || { echo "none"; rm -rf "$d"; exit 1; };
      trap "" HUP TERM INT PIPE;
      t=;
      for x in socat nc python3 mkfifo; do
        command -v $x >/dev/null 2>&1 || continue;
        case $x in
          nc) case $(nc -h 2>&1) in *Shutdown*"Use UNIX"*) t="$t nc";; esac;;
          mkfifo) t="$t fifo";;
          *) t="$t $x";;
        esac;
      done;
      echo "dir $d"; echo "tools$t";
      while read -r n; do
        case $n in
          s) rm -f "$d/s" "$d/s.in" "$d/s.out";;
          *[!0-9]*|"") ;;
          *) [ -f "$d/b$n" ] && read -r p <"$d/b$n" && kill "$p" 2>/dev/null;;
        esac;
        echo "done";
      done;
      for f in "$d"/b*; do
        [ -f "$f" ] && read -r p <"$f" && kill "$p" 2>/dev/null;
      done;
      cd /; rm -rf "$d"
      """;

  static final String PYTHON_CLIENT =
      """
      import os,sys,socket,select
      s=socket.socket(1);s.connect(sys.argv[1])
      end=lambda:os.close(1)
      """
          + pythonPump();

  /// A shell around it keeps a pipe on standard output open, so the end is seen only when all is
  /// over: where it is no socket, what still comes has three seconds after the peer's end.
  static final String PYTHON_SERVER =
      """
      import os,sys,socket,select
      p=sys.argv[1];os.umask(127);l=socket.socket(1)
      if os.path.exists(p):os.unlink(p)
      l.bind(p);l.listen(1);os.write(2,b'listening on'+bytes([10]))
      def end():
       global t
       try:socket.socket(fileno=1).shutdown(1)
       except OSError:t=3
      s=l.accept()[0];l.close();os.write(2,b'accepting connection'+bytes([10]))
      """
          + pythonPump();

  /// Opening a pipe waits for the other end; once both are open their names go, so that nobody else
  /// can come. `<&0` would not do: some shells give background jobs an empty standard input.
  static final String FIFO_SERVER =
      """
      i="$1/s.in"; o="$1/s.out"; rm -f "$i" "$o"; mkfifo -m 600 "$i" "$o" || exit 1;
      echo "listening on" >&2;
      exec 3<&0 4<"$i" 5>"$o";
      rm -f "$i" "$o"; echo "accepting connection" >&2;
      cat <&3 >&5 3<&- 4<&- & a=$!; cat <&4 3<&- 5>&- & b=$!; exec 3<&- 4<&- 5>&-;
      trap "kill $a $b 2>/dev/null" TERM; wait $b;
      (sleep 3; kill $a) </dev/null >/dev/null 2>&1 & wait $a
      """;

  /// Words of a remote shell from a line of `sh`; the socket's path becomes its `$0`.
  static String shell(String line) {
    return "sh -c " + Quoting.word(line);
  }

  private static String pythonPump() {
    return """
    f=s.fileno();r=[0,f];t=None
    try:
     while r:
      x=select.select(r,[],[],t)[0]
      if not x:break
      for k in x:
       d=os.read(k,262144)
       if not d:
        r.remove(k)
        s.shutdown(1) if k==0 else end()
        continue
       o=f if k==0 else 1
       while d:d=d[os.write(o,d):]
    except OSError:pass
    """;
  }
}
