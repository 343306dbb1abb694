package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.Checkout;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.Retry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/user/errors.md and [ErrorCode] tell the same story.
final class ErrorCatalogueTest {
  private static final Pattern CODE_ROW =
      Pattern.compile("(?m)^\\| ([A-Z]{3}-\\d{3}) \\| (\\d+) \\| ([a-z ]+) \\| (.+) \\| (.+) \\|$");
  private static final Pattern EXIT_ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\|$");

  private final String document =
      Checkout.text(Checkout.find().root().resolve("docs/user/errors.md"));

  @Test
  void every_code_has_one_row_with_its_exit_code_and_retry_rule() {
    var written = new ArrayList<String>();
    CODE_ROW
        .matcher(document)
        .results()
        .forEach(row -> written.add(row.group(1) + " " + row.group(2) + " " + row.group(3)));
    var expected = new ArrayList<String>();
    for (var code : ErrorCode.values()) {
      expected.add(code.id() + " " + code.exitCode() + " " + words(code.retry()));
    }
    assertThat(written)
        .as("docs/user/errors.md has one row per ErrorCode, in the same order")
        .containsExactlyElementsOf(expected);
  }

  @Test
  void no_row_is_cut_out_of_the_catalogue_by_a_slip_of_the_pen() {
    var rows = document.lines().filter(line -> line.matches("\\| *[A-Z]{3}-.*")).count();
    assertThat(rows).isEqualTo(ErrorCode.values().length);
  }

  @Test
  void no_id_is_given_twice() {
    var ids = new HashSet<String>();
    assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(ids.add(code.id())).isTrue());
  }

  @Test
  void every_exit_code_is_explained() {
    var explained = new ArrayList<Integer>();
    EXIT_ROW
        .matcher(document)
        .results()
        .forEach(row -> explained.add(Integer.valueOf(row.group(1))));
    var used = new ArrayList<>(List.of(0, 1));
    for (var code : ErrorCode.values()) {
      used.add(code.exitCode());
    }
    assertThat(explained).doesNotHaveDuplicates().containsOnlyOnceElementsOf(new HashSet<>(used));
    assertThat(used).containsAll(explained);
  }

  private static String words(Retry retry) {
    return switch (retry) {
      case NEVER -> "never";
      case LATER -> "later";
      case AFTER_HUMAN -> "after a person acted";
    };
  }
}
