package dev.holdfast.fleet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Sees to it that no borg of ours obeys variables that were meant for another borg: a passphrase
/// that somebody has exported, on the controller or on a target, would come before the one that we
/// hand over, and make a repository that ours does not open.
final class BorgEnvironment {
  /// What a machine may say of itself, and of where borg keeps its files there.
  private static final Set<String> OF_THE_MACHINE =
      Set.of(
          "BORG_BASE_DIR",
          "BORG_CACHE_DIR",
          "BORG_CONFIG_DIR",
          "BORG_SECURITY_DIR",
          "BORG_FILES_CACHE_SUFFIX",
          "BORG_FILES_CACHE_TTL",
          "BORG_HOSTNAME_IS_UNIQUE",
          "BORG_HOST_ID");

  /// What is never a configuration's to say: which secret opens the repository.
  private static final Set<String> OURS =
      Set.of(
          "BORG_PASSPHRASE",
          "BORG_PASSCOMMAND",
          "BORG_NEW_PASSPHRASE",
          "BORG_KEY_FILE",
          "BORG_KEYS_DIR");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(BORG_[A-Za-z0-9_]+)=.*", Pattern.DOTALL);

  /// Forgets all variables of borg but those named in `$1`, then runs the rest, which may begin
  /// with variables. Blanks in values make further words of them: at worst one name too many goes.
  private static final String FORGET =
      "k=$1; shift; set -f; for w in $(env); do n=${w%%=*};"
          + " case $n in *[!A-Za-z0-9_]*) continue;; BORG_*) ;; *) continue;; esac;"
          + " case \" $k \" in *\" $n \"*) ;; *) unset \"$n\";; esac; done; exec env \"$@\"";

  private BorgEnvironment() {}

  /// The words that start a borg in an environment where only the variables that we set, those of
  /// the machine and those of its own command in the configuration speak to it.
  ///
  /// @param program the words that start borg; those before the last one may set variables by `env`
  /// @param variables that we set; they come behind such words as sudo, which drops its caller's
  static List<String> start(List<String> program, Map<String, String> variables) {
    var before = program.subList(0, program.size() - 1);
    var words = new ArrayList<>(before);
    words.addAll(List.of("sh", "-c", FORGET, "sh", String.join(" ", kept(before))));
    variables.forEach((name, value) -> words.add(name + "=" + value));
    words.add(program.getLast());
    return words;
  }

  private static Set<String> kept(List<String> words) {
    var kept = new TreeSet<>(OF_THE_MACHINE);
    for (var word : words) {
      var assignment = ASSIGNMENT.matcher(word);
      if (assignment.matches() && !OURS.contains(assignment.group(1))) {
        kept.add(assignment.group(1));
      }
    }
    return kept;
  }
}
