package dev.holdfast.remote.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControllingTerminalTest {
  @Test
  void a_group_in_the_foreground_has_the_terminal() {
    assertThat(ControllingTerminal.isOurs("812 (java) S 1 812 700 34816 812 4194560 1\n")).isTrue();
  }

  @Test
  void a_group_in_the_background_has_not() {
    assertThat(ControllingTerminal.isOurs("812 (java) S 1 812 700 34816 900 4194560 1\n"))
        .isFalse();
  }

  @Test
  void a_service_has_no_terminal() {
    assertThat(ControllingTerminal.isOurs("812 (java) S 1 812 812 0 812 4194560 1\n")).isFalse();
  }

  @Test
  void a_program_may_be_called_as_it_likes() {
    assertThat(ControllingTerminal.isOurs("812 (a) S 0 0 (b c) S 1 812 700 34816 812 1")).isTrue();
    assertThat(ControllingTerminal.isOurs("812 (cut")).isFalse();
  }
}
