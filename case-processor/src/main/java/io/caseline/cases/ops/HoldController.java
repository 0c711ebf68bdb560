package io.caseline.cases.ops;

import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.dispatch.Holds.ProgramHold;
import io.caseline.cases.ops.ReplayController.ReasonBody;
import io.caseline.cases.salesforce.OrgStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows what is held and why. Releases programs and probes the org by hand. */
@RestController
@RequestMapping("/ops/v1")
class HoldController {
    private final Holds holds;
    private final StrictJson json;

    HoldController(Holds holds, StrictJson json) {
        this.holds = holds;
        this.json = json;
    }

    /** @param replaysHeldBy why no replay may send anything now; null if replays may */
    record HoldsView(
            OrgStatus org,
            List<ProgramHold> programs,
            @Nullable String replaysHeldBy) {
        static HoldsView of(Holds holds) {
            return new HoldsView(
                    holds.org(), holds.list(), holds.replaysHeldBy().orElse(null));
        }
    }

    @GetMapping("/holds")
    HoldsView holds(HttpServletRequest request) {
        QueryParameters.none(request);
        return HoldsView.of(holds);
    }

    @PostMapping(path = "/holds/{program}/release", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String program, HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        holds.release(program, json.read(request, ReasonBody.class).checked(), operator.getName());
    }

    @PostMapping(path = "/salesforce/probe", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void probe(HttpServletRequest request, Principal operator) throws IOException {
        QueryParameters.none(request);
        holds.probeOrg(json.read(request, ReasonBody.class).checked(), operator.getName());
    }
}
