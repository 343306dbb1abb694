package dev.holdfast.remote.shell;

import java.util.List;

/// A program on the host that can join a socket to standard streams; the best one comes first.
public enum Tool {
  SOCAT(
      "socat",
      Scripts.shell("exec socat -b 262144 -t 5 STDIO UNIX-CONNECT:\"$0\""),
      "exec socat -d -d -b 262144 -t 3 UNIX-LISTEN:\"$1/s\",unlink-early,unlink-close=0,umask=177 STDIO"),
  NC(
      "nc",
      Scripts.shell("exec nc -NU \"$0\""),
      "rm -f \"$1/s\"; umask 177; exec nc -lNUv \"$1/s\""),
  PYTHON3(
      "python3",
      "python3 -c " + Quoting.word("exec(\"" + Scripts.PYTHON_CLIENT.replace("\n", "\\n") + "\")"),
      "exec python3 -c "
          + Quoting.word("exec(\"" + Scripts.PYTHON_SERVER.replace("\n", "\\n") + "\")")
          + " \"$1/s\""),
  /// Two named pipes; where nothing but `sh` exists. Client and server must both use it.
  FIFO(
      "fifo",
      Scripts.shell("[ -p \"$0.in\" ] || exit 1; cat <\"$0.out\" & exec cat >\"$0.in\""),
      Scripts.FIFO_SERVER);

  private final String label;
  private final String client;
  private final String server;

  Tool(String label, String client, String server) {
    this.label = label;
    this.client = client;
    this.server = server;
  }

  /// The name that people see.
  public String label() {
    return label;
  }

  /// Words for `BORG_RSH`; what borg appends to them is ignored.
  ///
  /// @param socket path of the socket, made by us: no blank or quote in it
  public String remoteShell(String socket) {
    return client + " " + Quoting.word(socket);
  }

  /// The words that serve one connection on the host between the socket and the command's standard
  /// streams; standard error says `listening on` and then `accepting connection` in some form.
  ///
  /// @param number names the file with its process id, so that the janitor can end it
  List<String> serve(String directory, int number) {
    // The outer shell removes the file, so that the janitor never kills a stranger's process.
    var start = "echo $$ >\"$1/b$2\"; " + server;
    var whole = "sh -c \"$3\" sh \"$1\" \"$2\"; s=$?; rm -f \"$1/b$2\"; exit $s";
    return List.of("sh", "-c", whole, "sh", directory, Integer.toString(number), start);
  }
}
