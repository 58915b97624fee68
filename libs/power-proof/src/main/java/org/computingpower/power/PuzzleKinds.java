package org.computingpower.power;

import java.util.Map;
import java.util.Optional;

/** The puzzle kinds that this version of the platform knows. */
public final class PuzzleKinds {

    private static final Map<Integer, PuzzleKind> KNOWN = Map.of(Sha256Share.ID, Sha256Share.INSTANCE);

    private PuzzleKinds() {}

    /** The kind with this number, or nothing if this version does not know it. */
    public static Optional<PuzzleKind> byId(int id) {
        return Optional.ofNullable(KNOWN.get(id));
    }
}
