package dev.holdfast.wire;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The entries of a [Value.Map] in the order of the wire. Nobody can change them, so that they need
/// no copy when they are handed on.
abstract sealed class Entries extends AbstractMap<Raw, Value> implements SequencedMap<Raw, Value> {
  /// Up to here a search one by one is quicker than a table.
  static final int FEW = 8;

  private Entries() {}

  /// The same entries; copied, unless nobody can change them.
  static Entries copyOf(SequencedMap<Raw, Value> entries) {
    return entries instanceof Entries fixed ? fixed : takeOver(new LinkedHashMap<>(entries));
  }

  /// @param entries which nobody else may use from now on
  static Entries takeOver(SequencedMap<Raw, Value> entries) {
    return entries.size() <= FEW ? new Few(entries) : new Many(entries);
  }

  @Override
  public final SequencedMap<Raw, Value> reversed() {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(this).reversed());
  }

  /// A manifest holds a small map for each archive: here it costs a third of a table's memory.
  private static final class Few extends Entries {
    private final Value[] pairs;

    Few(Map<Raw, Value> entries) {
      pairs = new Value[2 * entries.size()];
      int at = 0;
      for (Map.Entry<Raw, Value> entry : entries.entrySet()) {
        pairs[at++] = entry.getKey();
        pairs[at++] = entry.getValue();
      }
    }

    @Override
    public int size() {
      return pairs.length / 2;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public @Nullable Value get(@Nullable Object key) {
      for (int at = 0; at < pairs.length; at += 2) {
        if (pairs[at].equals(key)) {
          return pairs[at + 1];
        }
      }
      return null;
    }

    @Override
    public Set<Map.Entry<Raw, Value>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return pairs.length / 2;
        }

        @Override
        public Iterator<Map.Entry<Raw, Value>> iterator() {
          return new Pairs(pairs);
        }
      };
    }
  }

  /// Walks over alternating keys and values.
  private static final class Pairs implements Iterator<Map.Entry<Raw, Value>> {
    private final Value[] pairs;
    private int at;

    Pairs(Value[] pairs) {
      this.pairs = pairs;
    }

    @Override
    public boolean hasNext() {
      return at < pairs.length;
    }

    @Override
    public Map.Entry<Raw, Value> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      at += 2;
      return Map.entry((Raw) pairs[at - 2], pairs[at - 1]);
    }
  }

  /// A table that keeps its order, and stays quick when hostile keys share a hash.
  private static final class Many extends Entries {
    private final SequencedMap<Raw, Value> table;

    Many(SequencedMap<Raw, Value> entries) {
      table = Collections.unmodifiableSequencedMap(entries);
    }

    @Override
    public int size() {
      return table.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return table.containsKey(key);
    }

    @Override
    public @Nullable Value get(@Nullable Object key) {
      return table.get(key);
    }

    @Override
    public Set<Map.Entry<Raw, Value>> entrySet() {
      return table.entrySet();
    }
  }
}
