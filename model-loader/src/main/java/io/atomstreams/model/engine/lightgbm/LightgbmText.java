package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * A LightGBM file cut into its header and its trees, along the sizes the header states: the library
 * jumps by them without a look.
 */
final class LightgbmText {

  private static final String END_OF_TREES = "end of trees\n";
  private static final String END = "\nend of parameters\n";

  private final Section header;
  private final List<Section> trees;

  private LightgbmText(Section header, List<Section> trees) {
    this.header = header;
    this.trees = trees;
  }

  /** Cuts a file. Trees are ASCII, so that a size in bytes is one in characters. */
  static LightgbmText cut(String text) {
    requireCharacters(text);
    int headerEnd = text.indexOf("\n\n");
    if (!text.startsWith("tree\n") || headerEnd < 0) {
      throw new ModelException("not a LightGBM model: it has no header that begins with tree");
    }
    Section header =
        new Section(
            "the header", List.of(text.substring("tree\n".length(), headerEnd).split("\n")));
    String[] sizes = header.words("tree_sizes");
    List<Section> trees = new ArrayList<>();
    int at = headerEnd + 2;
    for (int size : header.integers("tree_sizes", sizes.length)) {
      if (size < 1 || size > text.length() - at) {
        throw header.broken(
            "gives tree %d a size of %d bytes, there are %d; the file may be cut off"
                .formatted(trees.size(), size, text.length() - at));
      }
      trees.add(tree(trees.size(), text.substring(at, at + size)));
      at += size;
    }
    if (!text.startsWith(END_OF_TREES, at) || text.indexOf(END, at) < 0) {
      throw new ModelException(
          "not a LightGBM model: \"end of trees\" and \"end of parameters\" do not follow the last"
              + " tree; the file may be cut off");
    }
    return new LightgbmText(header, List.copyOf(trees));
  }

  /** The library reads C strings, and takes carriage returns for ends of lines. */
  private static void requireCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n' && c != '\t') {
        throw new ModelException(
            "not a LightGBM model: byte %d is %d, a control character".formatted(i, (int) c));
      }
    }
  }

  private static Section tree(int index, String text) {
    String first = "Tree=" + index + "\n";
    int end = text.indexOf("\n\n");
    if (!text.startsWith(first) || end < first.length()) {
      throw new ModelException(
          "not a LightGBM model: tree %d does not begin where the header says".formatted(index));
    }
    if (!text.substring(end).isBlank() || text.chars().anyMatch(c -> c > '~')) {
      throw new ModelException(
          "not a LightGBM model: tree %d goes on after an empty line, or is not ASCII"
              .formatted(index));
    }
    return new Section("tree " + index, List.of(text.substring(first.length(), end).split("\n")));
  }

  Section header() {
    return header;
  }

  List<Section> trees() {
    return trees;
  }
}
