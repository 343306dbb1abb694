package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:A",
        "file:/a:b",
        "systemd:x",
        "command:pass show x",
        "age:a/b",
        "vault:kv/x#y"
      })
  void a_reference_prints_as_it_is_written(String text) {
    assertThat(SecretRef.parse(text)).map(SecretRef::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "x:y", "ENV:A", "inline:a", "literal:env:a", "re:^/a", "env"})
  void other_texts_are_no_references(String text) {
    assertThat(SecretRef.parse(text)).isEmpty();
  }

  @Test
  void the_locator_is_everything_after_the_first_colon() {
    assertThat(SecretRef.parse("file:/a:b")).map(SecretRef::locator).contains("/a:b");
  }
}
