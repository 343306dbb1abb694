package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class BridgeSocatIT extends SshContract {
  BridgeSocatIT() {
    super(false, Tool.SOCAT);
  }
}
