package dev.holdfast.remote.ssh;

import dev.holdfast.remote.shell.Tool;

final class SshConnectionIT extends SshContract {
  SshConnectionIT() {
    super(true, Tool.SOCAT);
  }
}
