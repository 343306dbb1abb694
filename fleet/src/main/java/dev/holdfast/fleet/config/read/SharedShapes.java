package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Shape;
import dev.holdfast.fleet.config.shape.Shapes;
import java.time.Duration;
import java.util.List;

/// Shapes that several keys share.
final class SharedShapes {
  static final Shape<String> SOME = Shapes.text(Texts::some);
  static final Shape<String> NAME = Shapes.text(Texts::some);
  static final Shape<List<String>> TEXTS = Shapes.listOf(SOME);
  static final Shape<Duration> DURATION = Shapes.measure(Measures::duration);
  static final Shape<Integer> RUNS_COUNT = Shapes.whole(1, 10_000);

  private SharedShapes() {}
}
