package dev.holdfast.borg.retention;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Histories of archives and rules for them, from a seed: regular and wild ones, with bursts, gaps,
/// two archives at one time, and checkpoints.
public final class Histories {
  private static final int ARCHIVES_MAX = 40;
  private static final Duration[] STEPS = {
    Duration.ofMillis(400), Duration.ofSeconds(40), Duration.ofMinutes(25), Duration.ofHours(7),
    Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(20), Duration.ofDays(70)
  };

  /// Archives so close to the edge of `within` would make the time at which Borg runs decide.
  private static final Duration EDGE = Duration.ofMinutes(30);

  private final Random random;
  private final Instant now;

  public Histories(long seed, Instant now) {
    this.random = new Random(seed);
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /// One history with rules for it.
  public record History(String prefix, List<Candidate> archives, KeepRules rules) {}

  public History next(String prefix) {
    KeepRules rules = rules();
    List<Candidate> archives = new ArrayList<>();
    int count = random.nextInt(ARCHIVES_MAX + 1);
    Duration step = STEPS[random.nextInt(STEPS.length)];
    boolean wild = random.nextInt(3) == 0;
    Instant time = now.minus(random.nextInt(100), ChronoUnit.MINUTES);
    for (int i = 0; i < count; i++) {
      boolean checkpoint = random.nextInt(12) == 0;
      String name = prefix + "-" + i + (checkpoint ? ".checkpoint" : "");
      archives.add(new Candidate(new ArchiveName(name), id(), time));
      Duration back = wild ? STEPS[random.nextInt(STEPS.length)] : step;
      // At times nothing: two archives of one moment.
      long micros = (long) (back.toNanos() / 1000.0 * random.nextDouble() * 2);
      time = random.nextInt(20) == 0 ? time : time.minus(micros, ChronoUnit.MICROS);
      while (isAtTheEdge(rules, time)) {
        time = time.minus(EDGE);
      }
    }
    return new History(prefix, archives, rules);
  }

  private boolean isAtTheEdge(KeepRules rules, Instant time) {
    return rules
        .within()
        .filter(age -> Duration.between(now.minus(age), time).abs().compareTo(EDGE) < 0)
        .isPresent();
  }

  private ObjectId id() {
    return ObjectId.ofDigest(
        ByteBuffer.allocate(ObjectId.BYTES).putLong(random.nextLong()).array());
  }

  private KeepRules rules() {
    KeepRules.Builder rules = KeepRules.builder();
    boolean any = false;
    if (random.nextInt(4) == 0) {
      rules.within(Duration.ofHours(1 + random.nextInt(2000)));
      any = true;
    }
    for (Period period : OF_DEBIAN) {
      if (random.nextInt(3) == 0) {
        int count = random.nextInt(6) == 0 ? KeepRules.ALL : random.nextInt(8);
        rules.keep(period, count);
        any |= count != 0;
      }
    }
    return any ? rules.build() : rules.keep(Period.DAILY, 1 + random.nextInt(9)).build();
  }

  /// Those that 1.2 and the first 1.4 know.
  private static final List<Period> OF_DEBIAN =
      List.of(
          Period.SECONDLY,
          Period.MINUTELY,
          Period.HOURLY,
          Period.DAILY,
          Period.WEEKLY,
          Period.MONTHLY,
          Period.YEARLY);
}
