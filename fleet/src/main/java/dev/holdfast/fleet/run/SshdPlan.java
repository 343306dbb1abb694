package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import java.util.List;
import java.util.stream.Collectors;

/// What makes an sshd let one user in by keys that an authority has signed. It holds for that user
/// alone, so the authority opens no other account.
///
/// @param host which one, and who logs in there
/// @param authorities public keys, one line each
/// @param config the `sshd_config` there; a directory `sshd_config.d` is beside it
public record SshdPlan(Endpoint.Ssh host, List<String> authorities, String config) {
  /// Where sshd usually has its configuration.
  public static final String USUAL_CONFIG = "/etc/ssh/sshd_config";

  public SshdPlan {
    authorities = List.copyOf(authorities);
  }

  /// The file for the authorities.
  public String authoritiesFile() {
    return config.substring(0, config.lastIndexOf('/') + 1) + "holdfast-ca-" + host.user() + ".pub";
  }

  /// The file that names it.
  public String extensionFile() {
    return config + ".d/holdfast-" + host.user() + ".conf";
  }

  /// What the first file holds.
  public String authoritiesText() {
    return authorities.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /// What the second file holds.
  public String extensionText() {
    return "Match User %s\n    TrustedUserCAKeys %s\nMatch all\n"
        .formatted(host.user(), authoritiesFile());
  }

  /// Everything that is to be done, for a person.
  public String text() {
    return "%s\n%s%s\n%sthen: sshd -t && systemctl reload ssh"
        .formatted(
            authoritiesFile(),
            authoritiesText().indent(2),
            extensionFile(),
            extensionText().indent(2));
  }
}
