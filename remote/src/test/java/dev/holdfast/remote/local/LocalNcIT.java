package dev.holdfast.remote.local;

import dev.holdfast.remote.shell.Tool;

final class LocalNcIT extends LocalContract {
  LocalNcIT() {
    super(Tool.NC);
  }
}
