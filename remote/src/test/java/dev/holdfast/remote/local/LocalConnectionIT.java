package dev.holdfast.remote.local;

import dev.holdfast.remote.shell.Tool;

final class LocalConnectionIT extends LocalContract {
  LocalConnectionIT() {
    super(Tool.SOCAT);
  }
}
