package dev.holdfast.borg.retention;

/// What becomes of an archive, and why.
public sealed interface Fate {
  /// Whether it stays.
  default boolean isKept() {
    return !(this instanceof Dropped);
  }

  /// The reason in a few words, as Borg's own listing has it where it is Borg's: `daily #3`.
  String reason();

  /// A rule keeps it.
  ///
  /// @param number how many the rule has kept with this one, from the newest
  record ByRule(String rule, int number) implements Fate {
    @Override
    public String reason() {
      return rule + " #" + number;
    }
  }

  /// An unfinished archive with none after it, which the next backup may need.
  record LatestCheckpoint() implements Fate {
    @Override
    public String reason() {
      return "latest checkpoint";
    }
  }

  /// A person has said that it stays.
  record Held() implements Fate {
    @Override
    public String reason() {
      return "hold";
    }
  }

  /// It is one of the newest, which no rule may take.
  record Protected(int number) implements Fate {
    @Override
    public String reason() {
      return "protect-last #" + number;
    }
  }

  /// Without it too few would be left.
  record Floor() implements Fate {
    @Override
    public String reason() {
      return "floor";
    }
  }

  /// Nobody knows when it was made, so no rule counts it, and it stays.
  record Undated() implements Fate {
    @Override
    public String reason() {
      return "its time of receipt cannot be right";
    }
  }

  /// Nothing keeps it.
  record Dropped() implements Fate {
    @Override
    public String reason() {
      return "no rule keeps it";
    }
  }
}
