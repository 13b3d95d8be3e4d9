package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void repetition_isFoundWithItsFirstLine_alsoAfterGrowing() {
        Marks marks = new Marks(Marks.LIMIT);
        for (int line = 0; line < 10_000; line++) {
            assertThat(marks.before("person" + line, line)).isEmpty();
        }

        for (int line = 0; line < 10_000; line++) {
            assertThat(marks.before("person" + line, 99_999)).hasValue(line);
        }
    }

    @Test
    void beyondTheLimit_nothingMoreIsKept_andWhatIsKeptIsStillFound() {
        Marks marks = new Marks(2);
        marks.before("a", 1);
        marks.before("b", 2);

        assertThat(marks.before("c", 3)).isEmpty();
        assertThat(marks.before("c", 4)).isEmpty();
        assertThat(marks.before("a", 5)).hasValue(1);
    }
}
