package dev.holdfast.lab.attacks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All attacks, by what they are after.
final class Catalogue {
  private Catalogue() {}

  /// In the order of the documentation.
  static Map<String, List<Attack>> chapters() {
    var chapters = new LinkedHashMap<String, List<Attack>>();
    chapters.put("Deleting", Deletions.all());
    chapters.put("Overwriting", Overwrites.all());
    chapters.put("Compression", Compressions.all());
    chapters.put("The manifest", Manifests.all());
    chapters.put("Archives", Archives.all());
    chapters.put("Lists of files", Streams.all());
    chapters.put("What borg cannot read", Unreadable.all());
    chapters.put("Traps for whoever restores", Streams.traps());
    chapters.put("Nonces", Nonces.all());
    chapters.put("Calls", Calls.all());
    var readings = new ArrayList<>(Readings.all());
    readings.addAll(OldContents.all());
    chapters.put("Reading", readings);
    chapters.put("Frames and time", Frames.all());
    return chapters;
  }

  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    chapters().values().forEach(all::addAll);
    return all;
  }
}
