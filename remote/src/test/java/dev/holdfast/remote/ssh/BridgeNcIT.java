package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class BridgeNcIT extends SshContract {
  BridgeNcIT() {
    super(false, Tool.NC);
  }
}
