package io.atomstreams.operators.online;

import io.atomstreams.operators.online.Standing.Challenger;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Standings on their way to whoever decides. */
public final class StandingCodec implements StateCodec<Standing> {

  public static final String ID = "standing";

  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Standing create() {
    return null;
  }

  @Override
  public void write(Standing standing, DataOutput out) throws IOException {
    Text.write(out, standing.scorer());
    Text.write(out, standing.champion());
    Varint.writeSigned(out, standing.at());
    Varint.writeUnsigned(out, standing.challengers().size());
    for (Challenger challenger : standing.challengers()) {
      Text.write(out, challenger.model());
      NestedState.writeBytes(challenger.evidence(), out);
    }
  }

  @Override
  public Standing read(DataInput in, int written) throws IOException {
    String scorer = Text.read(in);
    String champion = Text.read(in);
    long at = Varint.readSigned(in);
    List<Challenger> challengers = new ArrayList<>();
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      challengers.add(new Challenger(Text.read(in), NestedState.readBytes(in)));
    }
    return new Standing(scorer, champion, at, challengers);
  }

  @Override
  public Standing copy(Standing standing) {
    return standing;
  }
}
