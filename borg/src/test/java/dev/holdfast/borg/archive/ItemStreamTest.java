package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static dev.holdfast.borg.archive.ItemBytes.DIRECTORY;
import static dev.holdfast.borg.archive.ItemBytes.FILE;
import static dev.holdfast.borg.archive.ItemBytes.SYMLINK;
import static dev.holdfast.borg.archive.ItemBytes.file;
import static dev.holdfast.borg.archive.ItemBytes.item;
import static dev.holdfast.borg.archive.ItemBytes.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemStreamTest {
  private static final byte[] RICH =
      ItemBytes.stream(
          item("d", DIRECTORY),
          file("d/f")
              .chunks(5, 70_000, 3)
              .with("hardlink_master", new Value.Bool(true))
              .with("xattrs", attribute("user.k", Raw.of("v")))
              .with("bsdflags", number(16)),
          file("d/g").with("source", Raw.of("d/f")),
          item("d/l", SYMLINK).with("source", Raw.of("../../etc/passwd")),
          item("d/c", 0020600).with("rdev", number(259)),
          file("d/part.borg_part_1").chunks(9).with("part", number(1)),
          file("empty").chunks());

  private static Value attribute(String name, Value value) {
    return Value.Map.builder().put(name, value).build();
  }

  @Test
  void items_are_told_with_their_chunks() throws RefusedException {
    ItemLog log = ItemLog.read(RICH);
    assertThat(log.items)
        .extracting(item -> item.path() + " " + item.kind() + " " + item.plainBytes())
        .containsExactly(
            "\"d\" DIRECTORY 0",
            "\"d/f\" REGULAR 70008",
            "\"d/g\" REGULAR 0",
            "\"d/l\" SYMLINK 0",
            "\"d/c\" CHARACTER_DEVICE 0",
            "\"d/part.borg_part_1\" REGULAR 9",
            "\"empty\" REGULAR 0");
    assertThat(log.chunks).containsExactly("05 5 8", "70 70000 70003", "03 3 6", "09 9 12");
    assertThat(log.items).extracting(Item::isPart).containsOnlyOnce(true);
    assertThat(log.items.get(2).isFurtherName()).isTrue();
    assertThat(log.items.get(2).source()).contains(Raw.of("d/f"));
    assertThat(log.items.get(3).source()).contains(Raw.of("../../etc/passwd"));
    assertThat(log.items.get(3).isFurtherName()).isFalse();
    assertThat(log.items.get(1).fields().get("xattrs")).contains(attribute("user.k", Raw.of("v")));
  }

  @Test
  void borders_of_chunks_mean_nothing() throws RefusedException {
    ItemLog whole = ItemLog.read(RICH);
    for (int cut = 0; cut <= RICH.length; cut++) {
      ItemLog log = new ItemLog();
      ItemStream stream = new ItemStream(ItemLimits.generous(), log);
      stream.feed(ByteBuffer.wrap(RICH, 0, cut));
      assertThat(stream.heldBytes()).isBetween(0L, stream.unfinishedBytes() + RICH.length);
      stream.feed(ByteBuffer.wrap(RICH, cut, RICH.length - cut));
      stream.end();
      assertThat(stream.heldBytes()).isZero();
      assertThat(log.items).isEqualTo(whole.items);
      assertThat(log.chunks).isEqualTo(whole.chunks);
    }
  }

  @Test
  void a_stream_ends_between_items_only() throws RefusedException {
    int whole = 0;
    for (int length = 0; length <= RICH.length; length++) {
      ItemStream stream = new ItemStream(ItemLimits.generous(), new ItemLog());
      stream.feed(ByteBuffer.wrap(RICH, 0, length));
      try {
        stream.end();
        whole++;
      } catch (RefusedException e) {
        assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED);
      }
    }
    assertThat(whole).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "./a",
        "a/.",
        "a/./b",
        "a\0b",
        "\0"
      })
  void a_path_that_leaves_its_place_is_refused(String path) {
    refused(Refusal.MALFORMED, () -> ItemLog.read(file(path).bytes()));
    byte[] link = file("a").with("source", Raw.of(path)).bytes();
    refused(Refusal.MALFORMED, () -> ItemLog.read(link));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "a", "a/b", "...", "a/.../b", "..a", ".a", "a..", "a b\n\u001b"})
  void any_other_path_is_taken(String path) throws RefusedException {
    assertThat(ItemLog.read(file(path).bytes()).only().path()).isEqualTo(Raw.of(path));
  }

  @Test
  void a_path_need_not_be_utf8() throws RefusedException {
    Raw name = Raw.of(new byte[] {'a', '/', (byte) 0xff, (byte) 0xfe});
    Item item = ItemLog.read(file("x").with("path", name).bytes()).only();
    assertThat(item.path()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "mode", "mtime", "uid", "gid", "user", "group", "chunks"})
  void what_every_item_has_may_not_be_missing(String field) {
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").without(field).bytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path",
        "source",
        "user",
        "mode",
        "uid",
        "mtime",
        "size",
        "chunks",
        "chunks_healthy",
        "hardlink_master",
        "rdev",
        "bsdflags",
        "xattrs",
        "acl_access",
        "part"
      })
  void a_value_of_another_shape_is_refused(String field) {
    Value odd = Value.Seq.of(Value.Seq.of());
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with(field, odd).bytes()));
    Value number = number(-2_000_000_000_000L);
    if (!field.equals("mtime")) {
      refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with(field, number).bytes()));
    }
  }

  /// Borg's cache takes no nil where chunks are listed, nor do its restores.
  @ParameterizedTest
  @ValueSource(strings = {"chunks", "chunks_healthy"})
  void chunks_that_are_nil_are_refused(String field) {
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with(field, new Value.Nil()).bytes()));
  }

  @Test
  void a_further_name_needs_no_chunks() throws RefusedException {
    byte[] further = file("b").without("chunks").with("source", Raw.of("a")).bytes();
    assertThat(ItemLog.read(further).only().isFurtherName()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "group"})
  void a_name_is_nil_or_not_empty(String field) throws RefusedException {
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with(field, Raw.of("")).bytes()));
    assertThat(ItemLog.read(file("a").with(field, new Value.Nil()).bytes()).items).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user:",
        "user::",
        "users:a",
        "user::rwx\n",
        "user::rw-\nuser:a:r--:1000\ngroup::r--\ngroup:b:r--:7\nmask::r--\nother::r--\n",
        "mask\nwhat"
      })
  void access_control_lists_of_borg_are_taken(String acl) throws RefusedException {
    assertThat(ItemLog.read(file("a").with("acl_access", Raw.of(acl)).bytes()).items).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "group",
        "user:a",
        "user:a:r--",
        "mask\nuser:a:\n",
        "user::rwx\ngroup:b:r--",
        "user:a\0:r--:1"
      })
  void access_control_lists_that_borg_cannot_take_apart_are_refused(String acl) {
    for (String field : new String[] {"acl_access", "acl_default"}) {
      refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with(field, Raw.of(acl)).bytes()));
    }
  }

  /// A line, or a part of one, takes many times the memory of its byte.
  @ParameterizedTest
  @ValueSource(strings = {"a\n", ":", "\n", "user::\n"})
  void long_access_control_lists_take_no_more_than_they_are_long(String part)
      throws RefusedException {
    byte[] item = file("a").with("acl_access", Raw.of(part.repeat(1 << 20))).bytes();
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThat(ItemLog.read(item).items).hasSize(1);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(12L * item.length);
  }

  /// 2^63 s are 10^9 times as many nanoseconds: a bit more than 2^92.
  @Test
  void a_time_is_one_that_systems_have() throws RefusedException {
    byte[] late = new byte[12];
    late[11] = 0x10;
    assertThat(ItemLog.read(file("a").with("mtime", Raw.of(late)).bytes()).items).hasSize(1);
    byte[] early = new byte[16];
    Arrays.fill(early, (byte) 0xff);
    assertThat(ItemLog.read(file("a").with("mtime", Raw.of(early)).bytes()).items).hasSize(1);
    late[11] = 0x20;
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with("mtime", Raw.of(late)).bytes()));
    early[11] = (byte) 0xdf;
    Arrays.fill(early, 12, 16, (byte) 0xff);
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with("mtime", Raw.of(early)).bytes()));
  }

  @Test
  void unknown_fields_are_refused() {
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with("payload", number(1)).bytes()));
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with("", number(1)).bytes()));
    refused(Refusal.MALFORMED, () -> ItemLog.read(new byte[] {(byte) 0x80}));
    refused(Refusal.MALFORMED, () -> ItemLog.read(new byte[] {0}));
  }

  @Test
  void fields_given_twice_are_refused() {
    byte[] twice = {(byte) 0x82, (byte) 0xa3, 'u', 'i', 'd', 0, (byte) 0xa3, 'u', 'i', 'd', 0};
    refused(Refusal.MALFORMED, () -> ItemLog.read(twice));
  }

  @Test
  void a_size_that_is_not_that_of_the_chunks_is_a_lie() {
    byte[] lie = file("a").chunks(5, 6).with("size", number(12)).bytes();
    assertThat(refused(Refusal.MALFORMED, () -> ItemLog.read(lie))).contains("12").contains("11");
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("a").with("size", number(1)).bytes()));
  }

  @Test
  void content_belongs_to_files_that_own_it() {
    refused(Refusal.MALFORMED, () -> ItemLog.read(item("d", DIRECTORY).chunks(5).bytes()));
    byte[] both = file("b").chunks(5).with("source", Raw.of("a")).bytes();
    refused(Refusal.MALFORMED, () -> ItemLog.read(both));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0140755, 0010000 | 0100000, 0600})
  void other_kinds_of_items_are_refused(int mode) {
    if (mode != 0110000) {
      refused(Refusal.MALFORMED, () -> ItemLog.read(item("a", mode).bytes()));
    }
  }

  @Test
  void kinds_have_what_they_need() {
    refused(Refusal.MALFORMED, () -> ItemLog.read(item("l", SYMLINK).bytes()));
    byte[] nowhere = item("l", SYMLINK).with("source", Raw.of("")).bytes();
    refused(Refusal.MALFORMED, () -> ItemLog.read(nowhere));
    refused(Refusal.MALFORMED, () -> ItemLog.read(item("c", 0020600).bytes()));
    byte[] directory = item("d", DIRECTORY).with("source", Raw.of("e")).bytes();
    refused(Refusal.MALFORMED, () -> ItemLog.read(directory));
  }

  @Test
  void chunks_have_three_parts_and_ids_of_32_bytes() {
    for (Value chunk :
        new Value[] {
          Value.Seq.of(Raw.of(new byte[32]), number(1)),
          Value.Seq.of(Raw.of(new byte[31]), number(1), number(1)),
          Value.Seq.of(Raw.of(new byte[32]), number(20_971_480), number(1)),
          Value.Seq.of(Raw.of(new byte[32]), number(-1), number(1)),
          Value.Seq.of(Raw.of(new byte[32]), number(1), number(1L << 32)),
          Value.Seq.of(Raw.of(new byte[32]), number(1), new Value.Nil())
        }) {
      byte[] item = file("a").with("chunks", Value.Seq.of(chunk)).bytes();
      refused(Refusal.MALFORMED, () -> ItemLog.read(item));
    }
  }

  @Test
  void a_file_that_borg_has_repaired_says_so() throws RefusedException {
    ItemBytes item = file("a").chunks(5);
    Value healthy = Value.Seq.of(Value.Seq.of(Raw.of(new byte[32]), number(5), number(5)));
    ItemLog log = ItemLog.read(item.with("chunks_healthy", healthy).bytes());
    assertThat(log.only().repaired()).isTrue();
    assertThat(log.chunks).containsExactly("05 5 8");
  }

  @Test
  void limits_hold() throws RefusedException {
    ItemLimits two = new ItemLimits(2, 1 << 20, 100, 10);
    byte[] item = file("a").chunks(50).bytes();
    byte[] three = ItemBytes.stream(file("a"), file("b"), file("c"));
    assertThat(ItemLog.read(two, item).items).hasSize(1);
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(two, three));
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(two, file("a").chunks(50, 51).bytes()));
    ItemLimits brief = new ItemLimits(2, item.length - 1, 100, 10);
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(brief, item));
  }

  @Test
  void attributes_are_bounded() {
    Value.MapBuilder many = Value.Map.builder();
    for (int i = 0; i <= ItemLimits.ATTRIBUTES_MAX; i++) {
      many.put("user." + i, Raw.of("v"));
    }
    byte[] tooMany = file("a").with("xattrs", many.build()).bytes();
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(tooMany));
    byte[] longName = file("a").with("xattrs", attribute("n".repeat(1025), Raw.of("v"))).bytes();
    refused(Refusal.MALFORMED, () -> ItemLog.read(longName));
    Raw large = Raw.of(new byte[12 << 20]);
    Value three = Value.Map.builder().put("a", large).put("b", large).put("c", large).build();
    byte[] heavy = file("a").with("xattrs", three).bytes();
    refused(Refusal.TOO_LARGE, () -> ItemLog.read(heavy));
  }

  @Test
  void a_long_path_is_refused() throws RefusedException {
    assertThat(ItemLog.read(file("p".repeat(65_535)).bytes()).items).hasSize(1);
    refused(Refusal.MALFORMED, () -> ItemLog.read(file("p".repeat(65_536)).bytes()));
  }

  @Test
  void a_consumer_may_refuse() {
    ItemConsumer picky =
        new ItemConsumer() {
          @Override
          public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
            throw new RefusedException(Refusal.WRONG_ID, "not this one");
          }

          @Override
          public void item(Item item) {}
        };
    ItemStream stream = new ItemStream(ItemLimits.generous(), picky);
    byte[] item = file("a").chunks(5).bytes();
    refused(Refusal.WRONG_ID, () -> stream.feed(ByteBuffer.wrap(item)));
  }

  @Test
  void the_buffer_is_the_callers_again_after_each_call() throws RefusedException {
    ItemLog log = new ItemLog();
    ItemStream stream = new ItemStream(ItemLimits.generous(), log);
    byte[] buffer = new byte[7];
    for (int at = 0; at < RICH.length; at += buffer.length) {
      int length = Math.min(buffer.length, RICH.length - at);
      System.arraycopy(RICH, at, buffer, 0, length);
      stream.feed(ByteBuffer.wrap(buffer, 0, length));
      Arrays.fill(buffer, (byte) 0x55);
    }
    stream.end();
    assertThat(log.items).isEqualTo(ItemLog.read(RICH).items);
    assertThat(stream.items()).isEqualTo(7);
    assertThat(stream.plainBytes()).isEqualTo(70_017);
    assertThat(FILE).isEqualTo(33188);
  }
}
