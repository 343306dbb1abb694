package dev.holdfast.testkit;

import java.util.ArrayList;
import java.util.List;

/// What a throw-away sshd is to be like.
///
/// @param hostKeyTypes kinds of host keys, the first is the one that is pinned by default
/// @param lines further lines of `sshd_config`; they win over the built-in ones
/// @param authorizedKeys lines of `authorized_keys`, options included
public record SshdSetup(
    List<String> hostKeyTypes, List<String> lines, List<String> authorizedKeys) {
  public SshdSetup {
    hostKeyTypes = List.copyOf(hostKeyTypes);
    lines = List.copyOf(lines);
    authorizedKeys = List.copyOf(authorizedKeys);
  }

  /// An sshd with one ed25519 host key that lets these keys in.
  public static SshdSetup letting(String... authorizedKeys) {
    return new SshdSetup(List.of("ed25519"), List.of(), List.of(authorizedKeys));
  }

  /// With other host keys.
  public SshdSetup hostKeys(String... types) {
    return new SshdSetup(List.of(types), lines, authorizedKeys);
  }

  /// With one more line of configuration, for example `AllowStreamLocalForwarding no`.
  public SshdSetup line(String line) {
    var more = new ArrayList<>(lines);
    more.add(line);
    return new SshdSetup(hostKeyTypes, more, authorizedKeys);
  }

  /// With one more login key.
  public SshdSetup key(String authorizedKeysLine) {
    var more = new ArrayList<>(authorizedKeys);
    more.add(authorizedKeysLine);
    return new SshdSetup(hostKeyTypes, lines, more);
  }
}
