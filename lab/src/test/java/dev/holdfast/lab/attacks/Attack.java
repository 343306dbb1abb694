package dev.holdfast.lab.attacks;

/// One thing that a target tries once it is taken over.
///
/// @param name short, for tests and the table; lower case with hyphens
/// @param tries what is tried, one sentence without a full stop
/// @param stoppedBy the rule that stops it, in the words of the documentation
/// @param trap whether it harms nobody before somebody restores it, and is stopped only then
/// @param strike the attack itself
record Attack(String name, String tries, String stoppedBy, boolean trap, Strike strike) {
  /// An attack that is stopped while it happens.
  Attack(String name, String tries, String stoppedBy, Strike strike) {
    this(name, tries, stoppedBy, false, strike);
  }

  /// Whether it means nothing where objects are not encrypted.
  boolean needsEncryption() {
    return stoppedBy.equals(Nonces.OWN);
  }

  /// The attacker's own program.
  @FunctionalInterface
  interface Strike {
    /// Talks to the repository host until the deed is done.
    ///
    /// @param borg has not said anything yet
    /// @throws RefusedCallException when an answer was an error
    /// @throws java.io.IOException when the conversation was ended by the other side
    void against(HostileBorg borg, Scene scene) throws Exception;
  }
}
