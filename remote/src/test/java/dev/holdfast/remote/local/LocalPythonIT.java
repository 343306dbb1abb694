package dev.holdfast.remote.local;

import dev.holdfast.remote.shell.Tool;

final class LocalPythonIT extends LocalContract {
  LocalPythonIT() {
    super(Tool.PYTHON3);
  }
}
