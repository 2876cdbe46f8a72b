package io.atomstreams.operators.feature;

/** Which columns of one layout are those of another: the same key, wherever it stands. */
final class CarriedColumns {

  private static final int NONE = -1;

  private final EntityLayout from;
  private final EntityLayout into;

  /** By column of {@code into}: its place in {@code from}. */
  private final int[] source;

  CarriedColumns(EntityLayout from, EntityLayout into) {
    this.from = from;
    this.into = into;
    this.source = new int[into.size()];
    for (int c = 0; c < source.length; c++) {
      int place = from.indexOf(into.column(c).key());
      source[c] = place < 0 ? NONE : place;
    }
  }

  /** A copy of a slice with the columns that are in both; {@code null} if it has none of them. */
  OpenSlice carry(SliceTable table, int slice) {
    OpenSlice carried = OpenSlice.empty(into);
    boolean holds = false;
    for (int c = 0; c < source.length; c++) {
      Object cell = source[c] == NONE ? null : table.cell(slice, source[c], from);
      carried.set(c, cell == null ? null : into.column(c).algebra().copy(cell));
      holds |= cell != null;
    }
    return holds ? carried : null;
  }
}
