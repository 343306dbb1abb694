package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What every provider promises.
public abstract class SecretProviderContract {
  private static final String CANARY = "cAnArY-7f1e \"quoted\" ümlaut";

  /// The provider under test; the same in one test.
  protected abstract SecretProvider provider();

  /// A locator under which there is nothing yet.
  protected abstract String freshLocator();

  /// Puts a text there by the provider's own means, not through it, or by keep.
  protected abstract void arrange(String locator, String text);

  /// Whether keep works.
  protected abstract boolean canKeep();

  @Test
  public void what_is_not_there_is_empty() {
    assertThat(provider().find(freshLocator())).isEmpty();
  }

  @Test
  public void what_is_there_is_found_again_and_again() {
    var locator = freshLocator();
    arrange(locator, CANARY);

    assertThat(provider().find(locator).map(Bytes::textOf)).contains(CANARY);
    assertThat(provider().find(locator).map(Bytes::textOf)).contains(CANARY);
  }

  @Test
  public void keeping_replaces_or_says_where_else_to_keep() {
    var locator = freshLocator();
    if (!canKeep()) {
      assertThatThrownBy(() -> provider().keep(locator, Secret.ofText(CANARY)))
          .isInstanceOfSatisfying(
              SecretException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(SecretException.Kind.READ_ONLY);
                assertThat(e.getMessage()).contains(locator).doesNotContain(CANARY);
                assertThat(e.nextStep()).contains("age:");
              });
      return;
    }
    try (var first = Secret.ofText("first");
        var second = Secret.ofText("second\n\n")) {
      provider().keep(locator, first);
      provider().keep(locator, second);
      assertThat(Bytes.textOf(first)).isEqualTo("first");
    }
    assertThat(provider().find(locator).map(Bytes::textOf)).contains("second\n\n");
  }

  @Test
  public void what_to_do_about_a_missing_secret_names_it() {
    assertThat(provider().howToProvide("some/name")).isNotBlank();
  }
}
