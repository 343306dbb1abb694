package dev.holdfast.secrets.vault;

import java.time.Duration;

/// Upper bounds of what a server can make us do.
///
/// @param answerBytesMax a longer answer is refused
/// @param triesMax how often a read is tried in all
/// @param redirectsMax how often one request may be sent on to another server
/// @param connectDeadline until a connection stands
/// @param answerDeadline until an answer is there as a whole
/// @param firstPause before the second try; it doubles with every try
/// @param pauseMax longest pause, also where the server asks for a longer one
/// @param readsMax reads at the same time
public record VaultLimits(
    int answerBytesMax,
    int triesMax,
    int redirectsMax,
    Duration connectDeadline,
    Duration answerDeadline,
    Duration firstPause,
    Duration pauseMax,
    int readsMax) {
  /// Those of the product.
  public static VaultLimits standard() {
    return new VaultLimits(
        4 << 20,
        5,
        3,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        16);
  }
}
