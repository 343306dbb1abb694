package dev.holdfast.borg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Expects that something is refused.
public final class Refused {
  private Refused() {}

  /// @return the sentence with which it was refused
  public static String refused(Refusal expected, ThrowingCallable call) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, call);
    assertThat(refused).as("nothing was refused").isNotNull();
    assertThat(refused.refusal()).as(refused.getMessage()).isEqualTo(expected);
    return String.valueOf(refused.getMessage());
  }
}
