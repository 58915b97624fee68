package org.computingpower.relayer.adapter.rpc;

import java.util.Locale;
import org.computingpower.relayer.application.ChainNode.Submission;

/** The clients' words for a refused transaction: there is no code for them in the specification. */
final class Submissions {

    private Submissions() {}

    /** Words of geth, Nethermind, Besu, Erigon, reth and anvil. */
    static Submission of(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("already known")
                || words.contains("already imported")
                || words.contains("known transaction")
                || words.contains("alreadyknown")) {
            return new Submission.Taken();
        }
        if (words.contains("nonce too low")
                || words.contains("nonce is too low")
                || words.contains("nonce_too_low")
                || words.contains("oldnonce")) {
            return new Submission.NonceUsed();
        }
        if (words.contains("underpriced")
                || words.contains("fee too low")
                || words.contains("max fee per gas less than block base fee")
                || words.contains("feetoolow")) {
            return new Submission.Underpriced(message);
        }
        return new Submission.Rejected(message);
    }
}
