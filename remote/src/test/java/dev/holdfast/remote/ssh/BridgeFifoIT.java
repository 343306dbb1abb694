package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class BridgeFifoIT extends SshContract {
  BridgeFifoIT() {
    super(false, Tool.FIFO);
  }
}
