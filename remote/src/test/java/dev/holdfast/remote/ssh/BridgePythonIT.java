package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class BridgePythonIT extends SshContract {
  BridgePythonIT() {
    super(false, Tool.PYTHON3);
  }
}
