package org.computingpower.sgx.dcap.appraise;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What a grace rests on. Intel signs when the TCB recovery was; that the node was accepted before it, nobody but the
 * service says.
 *
 * @param lastAccepted with which TCB the node was accepted last
 * @param evaluationNumbers Intel's list of TCB evaluation data numbers, as received
 * @param evaluationNumbersIssuerChain its issuer chain in PEM
 */
public record GraceHistory(LastAccepted lastAccepted, Bytes evaluationNumbers, Bytes evaluationNumbersIssuerChain) {
    private static final int SVNS = 16;
    private static final int MAX_SVN = 0xffff;

    static void write(JsonGenerator json, LastAccepted last) throws IOException {
        json.writeObjectFieldStart("lastAccepted");
        json.writeNumberField("tcbEvaluationDataNumber", last.tcbEvaluationDataNumber());
        json.writeStringField("sgxTcbComponents", last.sgxTcbComponents().hex());
        json.writeNumberField("pceSvn", last.pceSvn());
        if (last.teeTcbSvn().isPresent()) {
            json.writeStringField("teeTcbSvn", last.teeTcbSvn().get().hex());
        }
        json.writeEndObject();
    }

    static LastAccepted read(StrictJson json) throws IOException, JsonFormatException {
        Reader reader = new Reader();
        json.object(reader::member);
        return new LastAccepted(
                StrictJson.require("tcbEvaluationDataNumber", reader.number),
                StrictJson.require("sgxTcbComponents", reader.components),
                StrictJson.require("pceSvn", reader.pceSvn),
                Optional.ofNullable(reader.moduleSvn));
    }

    private static final class Reader {
        private @Nullable Integer number;
        private @Nullable Bytes components;
        private @Nullable Integer pceSvn;
        private @Nullable Bytes moduleSvn;

        private void member(String name, StrictJson json) throws IOException, JsonFormatException {
            switch (name) {
                case "tcbEvaluationDataNumber" -> number = json.integer(Integer.MAX_VALUE);
                case "sgxTcbComponents" -> components = json.hex(SVNS);
                case "pceSvn" -> pceSvn = json.integer(MAX_SVN);
                case "teeTcbSvn" -> moduleSvn = json.hex(SVNS);
                default -> json.skip();
            }
        }
    }
}
