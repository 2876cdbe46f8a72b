package io.atomstreams.operators.online;

import io.atomstreams.operators.promotion.PairedEvidence;
import io.atomstreams.operators.promotion.PairedEvidenceCodec;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** A champion and the evidence about its challengers. */
public final class ContestCodec implements StateCodec<Contest> {

  public static final String ID = "contest";

  private static final long serialVersionUID = 1;

  private final PairedEvidenceCodec evidence = new PairedEvidenceCodec();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Contest create() {
    return new Contest();
  }

  @Override
  public void write(Contest contest, DataOutput out) throws IOException {
    Text.write(out, contest.champion);
    Varint.writeSigned(out, contest.since);
    contest.firsts.write(out);
    Varint.writeUnsigned(out, contest.counted);
    Varint.writeSigned(out, contest.due);
    Varint.writeUnsigned(out, contest.challengers.size());
    for (Map.Entry<String, PairedEvidence> each : contest.challengers.entrySet()) {
      Text.write(out, each.getKey());
      Varint.writeUnsigned(out, contest.heard.get(each.getKey()));
      NestedState.write(evidence, each.getValue(), out);
    }
  }

  @Override
  public Contest read(DataInput in, int version) throws IOException {
    Contest contest = new Contest();
    contest.champion = Text.read(in);
    contest.since = Varint.readSigned(in);
    contest.firsts.read(in);
    contest.counted = Varint.readUnsigned(in);
    contest.due = Varint.readSigned(in);
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      String challenger = Text.read(in);
      contest.heard.put(challenger, Varint.readUnsigned(in));
      contest.challengers.put(challenger, NestedState.read(evidence, in));
    }
    return contest;
  }

  @Override
  public Contest copy(Contest contest) {
    Contest copy = new Contest();
    copy.champion = contest.champion;
    copy.since = contest.since;
    copy.firsts.take(contest.firsts);
    copy.counted = contest.counted;
    copy.heard.putAll(contest.heard);
    copy.due = contest.due;
    contest.challengers.forEach((name, known) -> copy.challengers.put(name, evidence.copy(known)));
    return copy;
  }
}
