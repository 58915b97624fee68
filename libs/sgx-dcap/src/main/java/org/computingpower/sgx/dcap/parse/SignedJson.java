package org.computingpower.sgx.dcap.parse;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.crypto.P256PublicKey;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document of Intel: an object with the signed value and a signature over exactly the bytes of that value.
 *
 * <p>Intel's library serializes the value again before it checks the signature ({@code TcbInfo.cpp}), so that white
 * space added by anyone passes there; here it does not. A text signed in another form than Intel's library writes passes
 * nowhere ({@link #isInIntelsForm}).
 *
 * @param body the bytes of the signed value as received
 * @param signature r and s
 */
public record SignedJson(Bytes body, Bytes signature) {

    private static final String SHORT_ESCAPES = "\"\\bfnrt";
    private static final int MAX_DIGITS = 18; // of integers that every reader takes for the same one

    /** As {@link #parse(Bytes, String, Kind)}; a missing signature is a defect of {@link Kind#FORMAT}. */
    public static SignedJson parse(Bytes text, String member) throws JsonFormatException {
        return parse(text, member, Kind.FORMAT);
    }

    /**
     * Finds the value named {@code member} and the signature beside it. The document may end with zero bytes: as a C
     * string it does so in the collateral that Intel's libraries hand out.
     *
     * @param ifUnsigned the kind of defect if there is no signature
     */
    public static SignedJson parse(Bytes text, String member, Kind ifUnsigned) throws JsonFormatException {
        Bytes document = text.withoutTrailingZeros();
        return StrictJson.read(document, json -> {
            Parts parts = new Parts();
            json.object((name, value) -> {
                if (name.equals(member)) {
                    int[] range = value.skipObject();
                    parts.body = document.slice(range[0], range[1] - range[0]);
                } else if (name.equals("signature")) {
                    parts.signature = value.hex(P256PublicKey.RAW_LENGTH);
                } else {
                    value.skip();
                }
            });
            return new SignedJson(
                    StrictJson.require(member, parts.body),
                    StrictJson.require(ifUnsigned, "signature", parts.signature));
        });
    }

    /**
     * True if Intel's library, writing the body again, would write these very bytes: no white space between tokens, only
     * the short escapes, numbers as plain integers.
     */
    public boolean isInIntelsForm() {
        boolean inText = false;
        int digits = 0;
        for (int i = 0; i < body.length(); i++) {
            int c = body.unsignedAt(i);
            if (inText) {
                if (c == '\\' && SHORT_ESCAPES.indexOf(body.unsignedAt(++i)) < 0) {
                    return false;
                }
                inText = c != '"';
            } else if (c >= '0' && c <= '9') {
                boolean negativeZero = c == '0' && digits == 0 && body.unsignedAt(i - 1) == '-';
                if (negativeZero || ++digits > MAX_DIGITS) {
                    return false;
                }
            } else {
                boolean fraction = digits > 0 && (c == '.' || c == 'e' || c == 'E');
                if (c <= ' ' || fraction) {
                    return false;
                }
                inText = c == '"';
                digits = 0;
            }
        }
        return true;
    }

    private static final class Parts {
        private @Nullable Bytes body;
        private @Nullable Bytes signature;
    }
}
