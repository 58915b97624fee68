package org.computingpower.sgx.dcap.appraise;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What a grace rests on. Intel signs when TCB recoveries were; that the node was accepted before them, nobody but the
 * service says.
 *
 * @param lastAccepted with which TCB the node was accepted last
 * @param recoveryEventDate since when the service counts the grace: Intel's list forgets old numbers, the service does
 *     not. A reader takes the earlier of this and the list's date
 * @param evaluationNumbers Intel's list of TCB evaluation data numbers, as received
 * @param evaluationNumbersIssuerChain its issuer chain in PEM
 */
public record GraceHistory(
        LastAccepted lastAccepted,
        Instant recoveryEventDate,
        Bytes evaluationNumbers,
        Bytes evaluationNumbersIssuerChain) {
    private static final int PLATFORM_ID = 32;
    private static final int SVNS = 16;
    private static final int MAX_SVN = 0xffff;

    /** What the service says and Intel does not sign. */
    record Word(LastAccepted lastAccepted, Instant recoveryEventDate) {}

    void write(JsonGenerator json) throws IOException {
        LastAccepted last = lastAccepted;
        json.writeObjectFieldStart("lastAccepted");
        json.writeStringField("platformId", last.platformId().hex());
        json.writeNumberField("tcbEvaluationDataNumber", last.tcbEvaluationDataNumber());
        json.writeStringField("sgxTcbComponents", last.sgxTcbComponents().hex());
        json.writeNumberField("pceSvn", last.pceSvn());
        if (last.teeTcbSvn().isPresent()) {
            json.writeStringField("teeTcbSvn", last.teeTcbSvn().get().hex());
        }
        json.writeStringField(
                "recoveryEventDate",
                recoveryEventDate.truncatedTo(ChronoUnit.SECONDS).toString());
        json.writeEndObject();
    }

    static Word read(StrictJson json) throws IOException, JsonFormatException {
        Reader reader = new Reader();
        json.object(reader::member);
        LastAccepted last = new LastAccepted(
                StrictJson.require("platformId", reader.platformId),
                StrictJson.require("tcbEvaluationDataNumber", reader.number),
                StrictJson.require("sgxTcbComponents", reader.components),
                StrictJson.require("pceSvn", reader.pceSvn),
                Optional.ofNullable(reader.moduleSvn));
        return new Word(last, StrictJson.require("recoveryEventDate", reader.recoveryEventDate));
    }

    private static final class Reader {
        private @Nullable Bytes platformId;
        private @Nullable Integer number;
        private @Nullable Bytes components;
        private @Nullable Integer pceSvn;
        private @Nullable Bytes moduleSvn;
        private @Nullable Instant recoveryEventDate;

        private void member(String name, StrictJson json) throws IOException, JsonFormatException {
            switch (name) {
                case "platformId" -> platformId = json.hex(PLATFORM_ID);
                case "tcbEvaluationDataNumber" -> number = json.integer(Integer.MAX_VALUE);
                case "sgxTcbComponents" -> components = json.hex(SVNS);
                case "pceSvn" -> pceSvn = json.integer(MAX_SVN);
                case "teeTcbSvn" -> moduleSvn = json.hex(SVNS);
                case "recoveryEventDate" -> recoveryEventDate = json.date();
                default -> json.skip();
            }
        }
    }
}
