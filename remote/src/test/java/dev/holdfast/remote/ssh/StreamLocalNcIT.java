package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class StreamLocalNcIT extends SshContract {
  StreamLocalNcIT() {
    super(true, Tool.NC);
  }
}
