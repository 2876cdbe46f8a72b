package io.atomstreams.pipelines.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static CsvTable.Reading label(String label) {
    return new CsvTable.Reading(label, Set.of(), Set.of(), null, 1000);
  }

  private static List<String> rows(CsvTable table) {
    List<String> rows = new ArrayList<>();
    table.forEach((row, target) -> rows.add(Arrays.toString(row) + " -> " + target));
    return rows;
  }

  @Test
  void findsOutWhatEachColumnIs() throws IOException {
    CsvTable table =
        CsvTable.read(
            file(
                "a.csv",
                "size,shop,note,bought\n1.5,north,\"a, \"\"b\"\"\",yes\n?,south,,no\n-2e3,north,x,no\n"),
            label("bought"));

    assertThat(table.task()).isEqualTo(Task.CLASSIFY);
    assertThat(table.classes()).containsExactly("no", "yes");
    assertThat(table.schema())
        .isEqualTo(
            new Schema(
                List.of(
                    Attribute.number("size"),
                    Attribute.category("shop", 2),
                    Attribute.category("note", 2)),
                Target.binary()));
    assertThat(rows(table))
        .containsExactly(
            "[1.5, 0.0, 0.0] -> 1.0", "[NaN, 1.0, NaN] -> 0.0", "[-2000.0, 0.0, 1.0] -> 0.0");
  }

  @Test
  void readsWhatIsPackedAndPassesOverRowsWithoutALabel() throws IOException {
    Path packed = directory.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("x,y\n1,10\n2,\n3,9\n4,NA\n5,100\n".getBytes(StandardCharsets.UTF_8));
    }
    CsvTable table = CsvTable.read(packed, label("y"));

    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.unlabelled()).isEqualTo(2);
    assertThat(table.classes()).as("by size, not as texts").containsExactly("9", "10", "100");
    assertThat(rows(table)).containsExactly("[1.0] -> 1.0", "[3.0] -> 0.0", "[5.0] -> 2.0");
  }

  @Test
  void aCategorysIdDoesNotDependOnTheOrderOfRows() throws IOException {
    CsvTable one = CsvTable.read(file("1.csv", "c,y\nb,p\na,q\nc,p\n"), label("y"));
    CsvTable other = CsvTable.read(file("2.csv", "c,y\nc,p\nb,p\na,q\n"), label("y"));

    assertThat(rows(other)).containsExactlyInAnyOrderElementsOf(rows(one));
  }

  @Test
  void takesALabelOfManyNumbersForANumberAndNumbersForCategoriesWhenTold() throws IOException {
    StringBuilder text = new StringBuilder("day,y\n");
    for (int i = 0; i <= CsvTable.MOST_CLASSES_OF_NUMBERS; i++) {
      text.append(i % 7).append(',').append(i).append('\n');
    }
    Path file = file("a.csv", text.toString());

    assertThat(CsvTable.read(file, label("y")).schema().target()).isEqualTo(Target.number());
    CsvTable told =
        CsvTable.read(
            file, new CsvTable.Reading("y", Set.of(), Set.of("day"), Task.CLASSIFY, 1000));
    assertThat(told.schema())
        .isEqualTo(new Schema(List.of(Attribute.category("day", 7)), Target.classes(21)));
  }

  @Test
  void leavesOutWhatIsDropped() throws IOException {
    Path file = file("a.csv", "id,x,y\na,1,0\nb,2,1\nc,3,1\n");
    CsvTable table =
        CsvTable.read(file, new CsvTable.Reading("y", Set.of("id"), Set.of(), null, 2));
    assertThat(table.schema().attributes()).containsExactly(Attribute.number("x"));
    assertThat(table.schema().target()).isEqualTo(Target.binary());
  }

  @Test
  void namesTheColumnThatMayHaveBeenMeant() throws IOException {
    Path file = file("a.csv", "price,bought\n1,0\n2,1\n");
    assertThatThrownBy(() -> CsvTable.read(file, label("bougth")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a.csv has no column bougth; did you mean bought?");
    assertThatThrownBy(
            () ->
                CsvTable.read(
                    file, new CsvTable.Reading("bought", Set.of("bought"), Set.of(), null, 9)))
        .hasMessageContaining("column bought is to be dropped and to be used");
  }

  @Test
  void saysWhatIsWrongWithTheValues() throws IOException {
    requireRefused("x,y\n", "y", "a.csv has no rows; it needs a header line");
    requireRefused("", "y", "a.csv has no column y; there are none");
    requireRefused("x,y\n1,0\n2\n", "y", "a.csv line 3: 1 columns, must be 2 as in the header");
    requireRefused(
        "x,y\n1,0\n2,1\nabc,0\n",
        "y",
        "column x is a number in 2 rows, but 'abc' in line 4; correct or blank it, or take the"
            + " column as categories: --category x");
    requireRefused("x,y\n1,a\n2,a\n", "y", "label y has the only value 'a'");
    requireRefused("y\n1\n0\n", "y", "a.csv has no column besides the label");
    Path many = file("b.csv", "x,y\na,0\nb,1\nc,0\n");
    assertThatThrownBy(
            () -> CsvTable.read(many, new CsvTable.Reading("y", Set.of(), Set.of(), null, 2)))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "b.csv: column x has more than 2 different texts; leave it out: --drop x, or allow"
                + " more: --levels N");
    assertThatThrownBy(
            () ->
                CsvTable.read(many, new CsvTable.Reading("x", Set.of(), Set.of(), Task.REGRESS, 9)))
        .hasMessage("b.csv: label x is text; use --task classify, or name a column of numbers");
  }

  private void requireRefused(String text, String label, String message) throws IOException {
    Path file = file("a.csv", text);
    assertThatThrownBy(() -> CsvTable.read(file, label(label))).hasMessageContaining(message);
  }
}
