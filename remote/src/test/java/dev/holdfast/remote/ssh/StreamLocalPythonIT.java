package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class StreamLocalPythonIT extends SshContract {
  StreamLocalPythonIT() {
    super(true, Tool.PYTHON3);
  }
}
