package dev.holdfast.app.house;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules on the documents of the repository.
public final class Markdown {
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```[ \\t]*$");
  private static final Pattern TITLE = Pattern.compile("(?m)^# \\S");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ADDRESS = Pattern.compile("https?://([\\w.-]+)");
  private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.~$}>*/-])/([a-z]+)/");

  /// Top directories that mean the same on every machine that runs Holdfast.
  private static final Set<String> EVERYWHERE =
      Set.of(
          "bin", "dev", "etc", "home", "opt", "proc", "run", "srv", "usr", "var", "mnt", "backup");

  /// Hosts a document may point to: projects we build on, and names made for examples.
  private static final Set<String> HOSTS =
      Set.of(
          "www.borgbackup.org",
          "borgbackup.readthedocs.io",
          "github.com",
          "www.apache.org",
          "openjdk.org",
          "bugs.openjdk.org",
          "man.openbsd.org",
          "age-encryption.org",
          "keepachangelog.com",
          "semver.org",
          "json-schema.org",
          "example.org",
          "example.com",
          "localhost",
          "127.0.0.1");

  private Markdown() {}

  /// Documents that do not have exactly one title.
  public static List<String> titles(String name, String text) {
    var titles = TITLE.matcher(prose(text)).results().count();
    return titles == 1
        ? List.of()
        : List.of(name + " has " + titles + " titles (lines that start with '# ')");
  }

  /// Relative links that lead nowhere.
  public static List<String> deadLinks(Path file, String name, String text) {
    var found = new ArrayList<String>();
    var links = LINK.matcher(prose(text));
    while (links.find()) {
      var link = links.group(1);
      var path = link.replaceFirst("#.*", "");
      if (URI.create(link).getScheme() == null
          && !path.isEmpty()
          && !Files.exists(file.resolveSibling(path))) {
        found.add(name + " links to " + link);
      }
    }
    return found;
  }

  /// Paths of one particular machine, and addresses of hosts that readers may not reach.
  public static List<String> privatePlaces(String name, String text) {
    var found = new ArrayList<String>();
    MACHINE_PATH
        .matcher(text)
        .results()
        .filter(match -> !EVERYWHERE.contains(match.group(1)))
        .forEach(match -> found.add(name + " names the path " + match.group()));
    ADDRESS
        .matcher(text)
        .results()
        .filter(match -> !HOSTS.contains(match.group(1)))
        .forEach(match -> found.add(name + " names the host " + match.group(1)));
    return found;
  }

  private static String prose(String text) {
    return FENCE.matcher(text).replaceAll("");
  }
}
