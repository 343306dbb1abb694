package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.host.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the command lines of borg clients. Pure: the same words are shown by `--dry-run` and run.
final class BorgWords {
  private BorgWords() {}

  /// A command of the controller's own borg.
  ///
  /// @param words that follow the options of every command
  static List<String> controllers(Target target, String command, List<String> words) {
    var all = new ArrayList<>(List.of(command, "--log-json"));
    all.addAll(List.of("--lock-wait", seconds(target.policy().lockWait().toSeconds())));
    all.addAll(words);
    return all;
  }

  /// `borg create` for one archive.
  static List<String> create(Target target, String archive) {
    var policy = target.policy();
    var words = new ArrayList<>(List.of("create", "--log-json", "--progress"));
    words.addAll(List.of("--lock-wait", seconds(policy.lockWait().toSeconds())));
    words.addAll(
        List.of("--checkpoint-interval", seconds(policy.checkpointInterval().toSeconds())));
    words.addAll(List.of("--compression", policy.compression()));
    words.addAll(List.of("--files-cache", policy.filesCache()));
    selection(policy, words);
    policy
        .uploadRateKib()
        .ifPresent(rate -> words.addAll(List.of("--upload-ratelimit", Integer.toString(rate))));
    words.addAll(policy.extraCreateOptions());
    words.add("--");
    words.add("::" + archive);
    words.addAll(policy.sources());
    return words;
  }

  private static void selection(Policy policy, List<String> words) {
    if (policy.oneFileSystem()) {
      words.add("--one-file-system");
    }
    if (policy.excludeCaches()) {
      words.add("--exclude-caches");
    }
    if (policy.keepExcludeTags()) {
      words.add("--keep-exclude-tags");
    }
    policy.excludeIfPresent().forEach(name -> words.addAll(List.of("--exclude-if-present", name)));
    policy.patterns().forEach(pattern -> words.add("--pattern=" + pattern));
    policy.excludes().forEach(pattern -> words.add("--exclude=" + pattern));
  }

  private static String seconds(long seconds) {
    return Long.toString(seconds);
  }

  /// A borg as a command. The passphrase is not here: borg reads it from its standard input.
  ///
  /// @param program the words that start it
  static Command client(
      List<String> program, List<String> arguments, Map<String, String> variables) {
    var words = new ArrayList<>(BorgEnvironment.start(program, variables));
    words.addAll(arguments);
    return new Command(words, Map.of());
  }

  /// The variables that every borg client of ours gets.
  ///
  /// @param repositoryName stands for the repository on the client: it is part of an address that
  ///   stays the same for ever, because borg asks a person when it changes; the guard puts the real
  ///   path in
  /// @param encryption of the repository as the configuration knows it: only where nothing is
  ///   encrypted may borg meet an unencrypted repository without asking, or a repository host could
  ///   pass one off as ours and read the next backup
  static Map<String, String> variables(
      String repositoryName, String remoteShell, Encryption encryption) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("BORG_REPO", "ssh://holdfast/./" + repositoryName);
    variables.put("BORG_RSH", remoteShell);
    variables.put("BORG_PASSPHRASE_FD", "0");
    variables.put("BORG_RELOCATED_REPO_ACCESS_IS_OK", "yes");
    if (!encryption.hidesContent()) {
      variables.put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
    }
    variables.put("BORG_EXIT_CODES", "modern");
    return variables;
  }
}
