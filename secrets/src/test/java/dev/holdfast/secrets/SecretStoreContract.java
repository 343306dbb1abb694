package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of versioned secrets promises. An implementation's test holds one as a nested
/// class or extends it.
public abstract class SecretStoreContract {
  private static final String NAME_OF_OLD = "cAnArY-old";

  /// The store under test; the same in one test.
  protected abstract SecretStore store();

  /// A locator under which there is nothing yet; the same in one test.
  protected abstract String locator();

  private long write(long expected, String text) {
    try (var secret = Secret.ofText(text)) {
      return store().write(locator(), expected, secret);
    }
  }

  private Optional<String> text() {
    return store()
        .current(locator())
        .map(current -> {
          try (current) {
            return Bytes.textOf(current.secret());
          }
        });
  }

  private long version() {
    return store().current(locator()).map(SecretStore.Current::version).orElse(0L);
  }

  private void assertChanged(Runnable writing) {
    assertThatThrownBy(writing::run)
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SecretException.Kind.CHANGED);
              assertThat(e.getMessage()).contains(locator()).doesNotContain("cAnArY");
              assertThat(e.nextStep()).isNotBlank();
            });
  }

  @Test
  public void what_was_never_written_has_no_version() {
    assertThat(text()).isEmpty();
    assertThat(store().versions(locator())).isEmpty();
    assertThat(store().version(locator(), 1)).isEmpty();
  }

  @Test
  public void the_first_write_requires_that_there_is_nothing() {
    var first = write(SecretStore.NEVER_WRITTEN, NAME_OF_OLD);

    assertThat(first).isPositive().isEqualTo(version());
    assertChanged(() -> write(SecretStore.NEVER_WRITTEN, "cAnArY-other"));
    assertThat(text()).contains(NAME_OF_OLD);
  }

  @Test
  public void a_write_replaces_the_version_that_its_writer_has_seen() {
    var first = write(SecretStore.NEVER_WRITTEN, NAME_OF_OLD);
    var second = write(first, "cAnArY-new");

    assertThat(second).isGreaterThan(first).isEqualTo(version());
    assertThat(text()).contains("cAnArY-new");
    assertChanged(() -> write(first, "cAnArY-late"));
    assertThat(text()).contains("cAnArY-new");
  }

  @Test
  public void nothing_can_be_written_over_a_version_that_never_was() {
    assertChanged(() -> write(7, "cAnArY"));
    assertThat(text()).isEmpty();
  }

  @Test
  public void the_version_before_stays_readable() {
    var first = write(SecretStore.NEVER_WRITTEN, NAME_OF_OLD);
    var second = write(first, "new");

    assertThat(store().versions(locator())).containsExactly(first, second);
    assertThat(store().version(locator(), first).map(Bytes::textOf)).contains(NAME_OF_OLD);
    assertThat(store().version(locator(), second).map(Bytes::textOf)).contains("new");
    assertThat(store().version(locator(), second + 1)).isEmpty();
  }

  @Test
  public void a_limited_number_of_versions_is_kept_and_the_newest_is_one_of_them() {
    long version = SecretStore.NEVER_WRITTEN;
    for (var i = 0; i < 15; i++) {
      version = write(version, "value " + i);
    }

    List<Long> kept = store().versions(locator());

    assertThat(kept).hasSizeBetween(2, 14).isSorted().endsWith(version);
    assertThat(text()).contains("value 14");
    assertThat(store().version(locator(), kept.get(kept.size() - 2)).map(Bytes::textOf))
        .contains("value 13");
  }

  @Test
  public void what_was_taken_away_is_gone_and_can_be_written_again() {
    var first = write(SecretStore.NEVER_WRITTEN, NAME_OF_OLD);
    assertChanged(() -> store().remove(locator(), first + 1));

    store().remove(locator(), first);

    assertThat(text()).isEmpty();
    var again = write(SecretStore.NEVER_WRITTEN, "again");
    assertThat(text()).contains("again");
    assertThat(again).isEqualTo(version());
  }

  @Test
  public void what_is_written_is_a_copy() {
    try (var secret = Secret.ofText("bytes \u0001 and ümlaut\n")) {
      store().write(locator(), SecretStore.NEVER_WRITTEN, secret);
      assertThat(Bytes.textOf(secret)).startsWith("bytes");
    }
    assertThat(text()).contains("bytes \u0001 and ümlaut\n");
  }
}
