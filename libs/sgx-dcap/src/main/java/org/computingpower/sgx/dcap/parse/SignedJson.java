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
 * space added by anyone passes there; here it does not.
 *
 * @param body the bytes of the signed value as received
 * @param signature r and s
 */
public record SignedJson(Bytes body, Bytes signature) {

    /** Finds the value named {@code member} and the signature beside it. */
    public static SignedJson parse(Bytes document, String member) throws JsonFormatException {
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
            if (parts.body == null || parts.signature == null) {
                throw new JsonFormatException(Kind.FORMAT, member + " or its signature is missing");
            }
            return new SignedJson(parts.body, parts.signature);
        });
    }

    private static final class Parts {
        private @Nullable Bytes body;
        private @Nullable Bytes signature;
    }
}
