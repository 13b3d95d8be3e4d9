package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final Keys KEYS = TestKeys.of("school", "key");

    @Test
    void name_isTheSameEachTime_andTellsNothing() {
        String name = KEYS.key("label", "+447400123456");

        assertThat(KEYS.key("label", "+447400123456")).isEqualTo(name);
        assertThat(name).startsWith("phonelatch:label:").doesNotContain("7400123456");
    }

    @Test
    void name_changesWithEverythingItIsMadeOf() {
        Set<String> names = Stream.of(
                        KEYS.key("label", "a", "bc"),
                        KEYS.key("label", "ab", "c"),
                        KEYS.key("label", "abc"),
                        KEYS.key("label", "abc", ""),
                        KEYS.key("label", "bc", "a"),
                        KEYS.key("labela", "bc"),
                        TestKeys.of("school", "another key").key("label", "a", "bc"),
                        TestKeys.of("another school", "key").key("label", "a", "bc"))
                .collect(Collectors.toSet());

        assertThat(names).hasSize(8);
    }

    @Test
    void name_fitsTheDatabase_howeverLongItsParts() {
        assertThat(KEYS.key("sends-number-cooldown", "x".repeat(10_000))).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void sealedText_opensForWhatItBelongsTo_andForNothingElse() {
        String sealed = KEYS.active().seal("label").seal("text", "a", "bc");

        assertThat(KEYS.active().seal("label").open(sealed, "a", "bc")).hasValue("text");
        assertThat(KEYS.active().seal("label").open(sealed, "ab", "c")).isEmpty();
        assertThat(KEYS.active().seal("label").open(sealed, "a", "bc", "")).isEmpty();
        assertThat(KEYS.active().seal("other").open(sealed, "a", "bc")).isEmpty();
        assertThat(TestKeys.of("school", "another key").active().seal("label").open(sealed, "a", "bc"))
                .isEmpty();
        assertThat(TestKeys.of("another school", "key").active().seal("label").open(sealed, "a", "bc"))
                .isEmpty();
    }

    @Test
    void newestKey_namesWhatIsStoredFromNowOn() {
        Keys rotated = TestKeys.of("school", "new", "key");

        assertThat(rotated.active().name("label", "a"))
                .isEqualTo(TestKeys.of("school", "new").key("label", "a"));
        assertThat(rotated.enabled().stream().map(namer -> namer.name("label", "a")))
                .contains(KEYS.key("label", "a"));
    }
}
