package dev.holdfast.borg.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PaperKeyTest {
  /// Of a repository that a Borg 1.2.4 made for this test.
  private static final String KEY =
      """
      BORG_KEY 3a8453bd948b6d276f2c804f38d6c9b497a98908f40563f2cb775d061202c12a
      hqlhbGdvcml0aG2mc2hhMjU2pGRhdGHaAN54fJuGQ+Ig1NeOuN9eOOghH8bGc4o1M626Sy
      onzRoupi+Z3vgP4UO98qulCauP4F7JsQC7W09n5AkKkQ2AOcVoZ6ifbcpoZQRcJz0ACu1I
      Nt02gk8uZPGH/lu6Qa3PiR9LjcmrisHHFA2CJxR4OKhGJe7KEi4ahUj2HNXEnioCF4svez
      3LGk2FoJVqrB/NxDmvLNSG24D2TVFFXWv87/VfKvwNJhYvxRajR8JK4DSs8GKU+uUCCMS+
      74eB64gDAcOLJoiO67aBCgFhmqP61Rd1RCF7PAbc96SGYWwa8BGkaGFzaNoAIMljxdFigL
      XiMXpSqJ8UPvLde173L9lBvSlYtLASBkkJqml0ZXJhdGlvbnPOAAGGoKRzYWx02gAgwIg0
      BdFjYMhO+Y1241lqEjW7k5eKRCl1H2LX37mtCbandmVyc2lvbgE=
      """;

  /// What the same Borg printed for it.
  private static final String PAPER =
      """
      To restore key use borg key import --paper /path/to/repo

      BORG PAPER KEY v1
      id: 20 / 3a8453 bd948b 6d276f / 954526 9e21dd - 94
       1: 86a961 6c676f 726974 686da6 736861 323536 - 14
       2: a46461 7461da 00de78 7c9b86 43e220 d4d78e - ca
       3: b8df5e 38e821 1fc6c6 738a35 33adba 4b2a27 - 34
       4: cd1a2e a62f99 def80f e143bd f2aba5 09ab8f - 69
       5: e05ec9 b100bb 5b4f67 e4090a 910d80 39c568 - 0c
       6: 67a89f 6dca68 65045c 273d00 0aed48 36dd36 - 52
       7: 824f2e 64f187 fe5bba 41adcf 891f4b 8dc9ab - 3b
       8: 8ac1c7 140d82 271478 38a846 25eeca 122e1a - b5
       9: 8548f6 1cd5c4 9e2a02 178b2f 7b3dcb 1a4d85 - 3d
      10: a0956a ac1fcd c439af 2cd486 db80f6 4d5145 - 95
      11: 5d6bfc eff55f 2afc0d 26162f c516a3 47c24a - 65
      12: e034ac f06294 fae502 08c4be ef8781 eb8803 - 77
      13: 01c38b 26888e ebb681 0a0161 9aa3fa d51775 - 46
      14: 44217b 3c06dc f7a486 616c1a f011a4 686173 - a0
      15: 68da00 20c963 c5d162 80b5e2 317a52 a89f14 - dd
      16: 3ef2dd 7b5ef7 2fd941 bd2958 b4b012 064909 - 4b
      17: aa6974 657261 74696f 6e73ce 000186 a0a473 - 15
      18: 616c74 da0020 c08834 05d163 60c84e f98d76 - 07
      19: e3596a 1235bb 93978a 442975 1f62d7 dfb9ad - aa
      20: 09b6a7 766572 73696f 6e01 - 70
      """;

  @Test
  void a_paper_key_is_what_borg_prints() throws RefusedException {
    assertThat(PaperKey.text(KeyText.parse(KEY))).isEqualTo(PAPER);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void what_is_typed_from_paper_is_the_key(KeyType type) throws RefusedException {
    var recorded = Recorded.of(type);
    var key = KeyText.parse(recorded.keyText());

    var typed = PaperKey.parse(PaperKey.text(key), recorded.repository());

    assertThat(typed.text()).isEqualTo(recorded.keyText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " 1: 86a961|1: 86a962|line 1",
        "20: 09b6a7 766572 73696f 6e01 - 70|20: 09b6a7 766572 73696f 6e - 70|line 20",
        " 7: 824f2e|8: 824f2e|line 7",
        " 9: 8548f6|9: oops|line 9",
        "id: 20|id: 21|line `id:`",
        "3a8453 bd948b|3a8453 bd948c|line `id:`",
        "20: 09b6a7 766572 73696f 6e01 - 70\n||line `id:`"
      })
  void a_mistake_is_named(String mistake) throws RefusedException {
    var parts = mistake.split("\\|", -1);
    var wrong = PAPER.replace(parts[0].strip(), parts[1]);
    var repository = KeyText.parse(KEY).repository();

    assertThat(wrong).isNotEqualTo(PAPER);
    assertThatThrownBy(() -> PaperKey.parse(wrong, repository))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(parts[parts.length - 1]);
  }

  @Test
  void anything_else_is_no_paper_key() throws RefusedException {
    var repository = KeyText.parse(KEY).repository();
    for (var nothing : new String[] {"", KEY, "BORG PAPER KEY v1", "BORG PAPER KEY v1\nid: 0"}) {
      assertThatThrownBy(() -> PaperKey.parse(nothing, repository))
          .isInstanceOf(RefusedException.class);
    }
  }
}
