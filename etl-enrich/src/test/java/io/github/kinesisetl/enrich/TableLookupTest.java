// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.LookupResult;
import io.github.kinesisetl.enrich.TableLookup.Table;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLookupTest {

  @Test
  void table_swapped_answersWithTheNewEditionAtOnce() throws IOException {
    TableLookup table = TableLookup.of(countries("1", "fr,France"));
    table.swap(countries("2", "de,Germany"));

    assertThat(table.version()).isEqualTo("2");
    assertThat(table.find("fr", Deadline.none())).isEqualTo(new LookupResult.Absent<>("2"));
    assertThat(table.find("de", Deadline.none())).isInstanceOf(LookupResult.Found.class);
  }

  @Test
  void csv_withQuotesAndLineEnds_isReadAsRfc4180Says() throws IOException {
    Table table =
        Table.csv("1", "k", new StringReader("k,v\r\na,\"x, \"\"y\"\"\nz\"\r\n\r\nb,\r\n"));

    TableLookup lookup = TableLookup.of(table);
    assertThat(table.size()).isEqualTo(2);
    assertThat(lookup.find("a", Deadline.none()))
        .isEqualTo(new LookupResult.Found<>(event().put("v", "x, \"y\"\nz"), "1"));
    assertThat(lookup.find("b", Deadline.none()))
        .isEqualTo(new LookupResult.Found<>(event().put("v", ""), "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x,v\na,b",
        "k,v\na",
        "k,v\n\"a,b",
        "k,v\na,b,c",
        "k,v\n\"a\"b,c",
        "k,v,v\na,b,c"
      })
  void csv_thatIsNoTable_saysWhatIsWrong(String text) {
    assertThatThrownBy(() -> Table.csv("1", "k", new StringReader(text)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void json_ofObjects_keepsTheirTypes() throws IOException {
    Table table = Table.json("1", "id", new StringReader("[{\"id\":7,\"vip\":true}]"));

    assertThat(TableLookup.of(table).find("7", Deadline.none()))
        .isEqualTo(new LookupResult.Found<>(event().put("vip", true), "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1]", "[{\"a\":1}]", "[{\"id\":null}]"})
  void json_thatIsNoTable_saysWhatIsWrong(String text) {
    assertThatThrownBy(() -> Table.json("1", "id", new StringReader(text)))
        .isInstanceOf(IOException.class);
  }

  /** Issue 11: the last of two rows won in silence. */
  @Test
  void table_withAKeyTwice_namesTheRow() {
    assertThatThrownBy(() -> Table.csv("1", "k", new StringReader("k,v\na,1\nb,2\na,3")))
        .isInstanceOf(IOException.class)
        .hasMessage("row 3 of the table has a key that stood before");
    String objects = "[{\"k\":1},{\"k\":2},{\"k\":\"2\"}]";
    assertThatThrownBy(() -> Table.json("1", "k", new StringReader(objects)))
        .isInstanceOf(IOException.class)
        .hasMessage("object 2 of the table has a key that stood before");
  }

  @Test
  void json_byAPointer_takesTheKeyOutOfTheRow() throws IOException {
    String objects = "[{\"id\":{\"code\":\"de\",\"x\":1},\"v\":2}]";
    Table table = Table.json("1", "/id/code", new StringReader(objects));
    assertThat(TableLookup.of(table).find("de", Deadline.none()))
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> assertThat(found.value()).hasToString("{\"id\":{\"x\":1},\"v\":2}"));
  }

  @Test
  void csv_behindAByteOrderMark_findsTheFirstColumn() throws IOException {
    Table table = Table.csv("1", "k", new StringReader("\uFEFFk,v\na,b"));

    assertThat(TableLookup.of(table).find("a", Deadline.none()))
        .isEqualTo(new LookupResult.Found<>(event().put("v", "b"), "1"));
  }

  @Test
  void csv_aRowOfAnotherWidth_saysWhereAndHowWide() {
    assertThatThrownBy(() -> Table.csv("1", "k", new StringReader("k,v\na,b\nc\nd,e\n")))
        .hasMessageMatching("row ending before line \\d has 1 cells, but the header has 2");
  }

  @Test
  void csv_aCellThatDoesNotEnd_isRefused() throws IOException {
    String cell = "x".repeat(TableLookup.MAX_CELL_CHARS);

    assertThat(Table.csv("1", "k", new StringReader("k,v\na," + cell)).size()).isOne();
    assertThatThrownBy(() -> Table.csv("1", "k", new StringReader("k,v\na,\"" + cell + "y\"")))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("xx");
  }

  @Test
  void csv_read_leavesTheTextOpen() throws IOException {
    var text = new StringReader("k,v\na,b");

    Table.csv("1", "k", text);

    assertThat(text.read()).isEqualTo(-1); // a closed one throws
  }

  private static Table countries(String version, String row) throws IOException {
    return Table.csv(version, "code", new StringReader("code,name\n" + row + "\n"));
  }

  private static ObjectNode event() {
    return JsonNodeFactory.instance.objectNode();
  }
}
