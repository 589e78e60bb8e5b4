package org.glusterj.cli.gluster.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatcherTest {
    private static Match match(String syntax, String line) throws MismatchException {
        return Matcher.match(
                Syntax.of(syntax), line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void wordsAndArgumentsAreBoundByName() throws Exception {
        var match = match("<volume> [force]", "v1 force");

        assertThat(match.get("volume")).isEqualTo("v1");
        assertThat(match.has("force")).isTrue();
        assertThat(match("<volume> [force]", "v1").has("force")).isFalse();
    }

    @Test
    void repetitionGivesBackWhatTheRestNeeds() throws Exception {
        var match = match("<volume> <word>... force", "v a b force force");

        assertThat(match.all("word")).containsExactly("a", "b", "force");
        assertThat(match.has("force")).isTrue();
    }

    @Test
    void optionsStandInAnyOrder() throws Exception {
        var syntax = "[a <x:word> | b]... <brick>...";

        assertThat(match(syntax, "b a 1 h:/p").get("x")).isEqualTo("1");
        assertThat(match(syntax, "a 1 b h:/p i:/q").all("brick")).containsExactly("h:/p", "i:/q");
    }

    @Test
    void nothingMatchesNothing() throws Exception {
        assertThat(match("", "").has("x")).isFalse();
    }

    @Test
    void aRepetitionOfNothingEnds() throws Exception {
        assertThat(match("{[a]}... b", "a b").has("b")).isTrue();
    }

    @Test
    void theWordThatNoWayGetsPastIsNamed() {
        assertThatThrownBy(() -> match("<volume> {start [force] | stop}", "v stat"))
                .hasMessage("'stat' is not one of 'start', 'stop'");
        assertThatThrownBy(() -> match("<volume> {start [force] | stop}", "v stop now"))
                .hasMessage("'now' is one word too many");
        assertThatThrownBy(() -> match("<volume> {start [force] | stop}", "v"))
                .hasMessage("missing at the end: one of 'start', 'stop'");
        assertThatThrownBy(() -> match("<brick>", "x"))
                .hasMessage("Wrong brick type: x, use <HOSTNAME>:<export-dir-abs-path>");
    }

    @Test
    void notationThatIsWrongIsTheProgramsMistake() {
        for (var wrong : new String[] {"{a", "[a", "a]", "<nokind>", "<volume", "| |..."}) {
            assertThatThrownBy(() -> Syntax.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
