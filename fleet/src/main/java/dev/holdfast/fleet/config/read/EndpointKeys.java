package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import java.util.List;

/// How a host is reached.
final class EndpointKeys {

  static final Key<Boolean> LOCAL =
      Key.of("local", Shapes.flag(), "The controller itself, without SSH; default false.");
  static final Key<String> HOST = Key.of("host", Shapes.text(Texts::host), "Host name or address.");
  static final Key<Integer> PORT = Key.of("port", Shapes.whole(1, 65535), "SSH port; default 22.");
  static final Key<String> USER =
      Key.of(
          "user",
          Shapes.text(Texts::user),
          "Login name; default root on targets, borg on repository hosts.");
  static final Key<SecretRef> KEY =
      Key.of(
          "key",
          Shapes.loginKey(),
          "Private SSH key in OpenSSH or PEM format, or vault-ssh:MOUNT/ROLE, which signs a new key"
              + " for each connection.");
  static final Key<SecretRef> KEY_PASSPHRASE =
      Key.of("key_passphrase", Shapes.secret(), "Opens an encrypted private key.");
  static final Key<String> CERTIFICATE =
      Key.of("certificate", Shapes.text(Texts::certificate), "OpenSSH user certificate, one line.");
  static final Key<String> CERTIFICATE_FILE =
      Key.of(
          "certificate_file",
          SharedShapes.SOME,
          "File on the controller that holds the certificate.");
  static final Key<List<List<String>>> KNOWN_HOSTS =
      Key.of(
          "known_hosts",
          Shapes.oneOrMore(Shapes.text(Texts::knownHosts)),
          "Pinned host keys, as lines of a known_hosts file.");
  static final Key<String> KNOWN_HOSTS_FILE =
      Key.of(
          "known_hosts_file", SharedShapes.SOME, "File on the controller with pinned host keys.");
  static final Key<List<String>> JUMP =
      Key.of(
          "jump",
          Shapes.oneOrMore(SharedShapes.NAME),
          "Bastions to go through, first hop first; [] for none.");
  static final Section SECTION =
      Section.of(
          HOST,
          PORT,
          USER,
          KEY,
          KEY_PASSPHRASE,
          CERTIFICATE,
          CERTIFICATE_FILE,
          KNOWN_HOSTS,
          KNOWN_HOSTS_FILE,
          JUMP);

  private EndpointKeys() {}
}
