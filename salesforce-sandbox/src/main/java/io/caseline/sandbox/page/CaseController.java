package io.caseline.sandbox.page;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.Owner;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.store.CaseStore;
import io.caseline.sandbox.store.CaseWrites;
import io.caseline.sandbox.store.Comments;
import io.caseline.sandbox.store.RecycleBin;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Serves the list of cases, and each case with its edit form. */
@Controller
class CaseController {

    private static final Pattern STAMP = Pattern.compile("[0-9]{1,20}");

    private final CaseList list;
    private final CaseStore store;
    private final CaseWrites writes;
    private final Comments comments;
    private final RecycleBin recycleBin;
    private final ActiveFaults faults;

    CaseController(
            CaseList list,
            CaseStore store,
            CaseWrites writes,
            Comments comments,
            RecycleBin recycleBin,
            ActiveFaults faults) {
        this.list = list;
        this.store = store;
        this.writes = writes;
        this.comments = comments;
        this.recycleBin = recycleBin;
        this.faults = faults;
    }

    /**
     * The input of the edit form.
     *
     * @param stamp revision of the case when the form was rendered
     */
    record Edit(String subject, String status, String priority, String owner, String stamp) {

        Edit {
            subject = Objects.requireNonNullElse(subject, "");
            status = Objects.requireNonNullElse(status, "");
            priority = Objects.requireNonNullElse(priority, "");
            owner = Objects.requireNonNullElse(owner, "");
            stamp = Objects.requireNonNullElse(stamp, "");
        }

        static Edit of(CaseRow row, String stamp) {
            return new Edit(
                    text(row, CaseField.SUBJECT),
                    text(row, CaseField.STATUS),
                    text(row, CaseField.PRIORITY),
                    text(row, CaseField.OWNER_ID),
                    stamp);
        }

        private static String text(CaseRow row, CaseField field) {
            return Objects.requireNonNullElse(row.text(field), "");
        }

        Edit withStamp(String other) {
            return new Edit(subject, status, priority, owner, other);
        }

        /** Priority and owner only if the form has them. */
        RecordInput input(String id) {
            Map<CaseField, String> values =
                    new EnumMap<>(Map.of(CaseField.ID, id, CaseField.SUBJECT, subject, CaseField.STATUS, status));
            if (!priority.isEmpty()) {
                values.put(CaseField.PRIORITY, priority);
            }
            if (!owner.isEmpty()) {
                values.put(CaseField.OWNER_ID, owner);
            }
            return RecordInput.of(values);
        }
    }

    /** An error of an edit. Salesforce's message for a value that is too long repeats the value, so the page shows its own. */
    record EditError(String field, String message) {

        static EditError of(RecordError error) {
            String name = error.fields().stream().findFirst().orElse("The case");
            Optional<CaseField> field = CaseField.named(name);
            return error.statusCode().equals("STRING_TOO_LONG") && field.isPresent()
                    ? new EditError(
                            name,
                            "It can have at most %d characters."
                                    .formatted(field.get().length()))
                    : new EditError(name, error.message());
        }
    }

    @ModelAttribute("faults")
    List<String> faults() {
        return FaultBanner.describe(faults.faults());
    }

    @ModelAttribute("statuses")
    List<String> statuses() {
        return CaseField.STATUS.picklist();
    }

    @ModelAttribute("priorities")
    List<String> priorities() {
        return CaseField.PRIORITY.picklist();
    }

    @ModelAttribute("owners")
    List<Owner> owners() {
        return Owner.all();
    }

    @GetMapping("/")
    String cases(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        model.addAttribute("q", q);
        model.addAttribute("status", status);
        model.addAttribute("found", list.find(q.strip().replace("\0", ""), status.replace("\0", ""), page));
        return "cases";
    }

    @GetMapping("/cases/{id}")
    String show(@PathVariable String id, Model model) {
        String stamp = stamp(id);
        CaseRow row = existing(id);
        return show(row, Edit.of(row, stamp), List.of(), model);
    }

    @PostMapping("/cases/{id}")
    String save(@PathVariable String id, Edit edit, Model model, HttpServletResponse response) {
        CaseRow row = existing(id);
        if (!STAMP.matcher(edit.stamp()).matches()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "stamp is not the stamp of a form");
        }
        Optional<RecordResult> result = writes.updateUnchanged(edit.input(row.id()), edit.stamp());
        if (result.isEmpty()) {
            response.setStatus(HttpStatus.CONFLICT.value());
            String stamp = stamp(id);
            model.addAttribute("conflict", true);
            return show(existing(id), edit.withStamp(stamp), List.of(), model);
        }
        return switch (result.get()) {
            case Saved saved -> "redirect:/cases/" + saved.id() + "?saved";
            case Refused refused -> {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                yield show(row, edit, refused.errors(), model);
            }
        };
    }

    @PostMapping("/cases/{id}/comments")
    String comment(@PathVariable String id, @RequestParam String text) {
        if (!text.isBlank()) {
            comments.add(existing(id).id(), text.replace("\0", ""));
        }
        return "redirect:/cases/" + existing(id).id() + "?saved";
    }

    @PostMapping("/cases/{id}/delete")
    String delete(@PathVariable String id) {
        recycleBin.delete(existing(id).id());
        return "redirect:/cases/" + existing(id).id();
    }

    @PostMapping("/cases/{id}/restore")
    String restore(@PathVariable String id, Model model, HttpServletResponse response) {
        return done(existing(id), recycleBin.restore(existing(id).id()), model, response);
    }

    @PostMapping("/cases/{id}/merge")
    String merge(@PathVariable String id, @RequestParam String into, Model model, HttpServletResponse response) {
        CaseRow row = existing(id);
        String other = list.idOf(into.strip()).orElse("");
        RecycleBin.Outcome outcome =
                other.equals(row.id()) ? RecycleBin.Outcome.NO_SUCH_CASE : recycleBin.merge(row.id(), other);
        return done(row, outcome, model, response);
    }

    private String done(CaseRow row, RecycleBin.Outcome outcome, Model model, HttpServletResponse response) {
        if (outcome == RecycleBin.Outcome.DONE) {
            return "redirect:/cases/" + row.id();
        }
        response.setStatus(HttpStatus.CONFLICT.value());
        String message = switch (outcome) {
            case DONE, NO_SUCH_CASE -> "There is no such other case.";
            case WRONG_STATE -> "One of the cases is in the recycle bin, or was merged.";
            case DUPLICATE -> "Another case has its external id by now.";
        };
        model.addAttribute("refusal", message);
        return show(row, Edit.of(row, stamp(row.id())), List.of(), model);
    }

    private String stamp(String id) {
        return CaseId.normalize(id).flatMap(store::revision).orElse("");
    }

    private String show(CaseRow row, Edit edit, List<RecordError> errors, Model model) {
        model.addAttribute("view", new CaseView(row));
        model.addAttribute("edit", edit);
        model.addAttribute(
                "ownerKnown", Owner.all().stream().anyMatch(owner -> owner.id().equals(edit.owner())));
        model.addAttribute("comments", comments.texts(row.id()));
        model.addAttribute("errors", errors.stream().map(EditError::of).toList());
        return "case";
    }

    private CaseRow existing(String id) {
        return CaseId.normalize(id)
                .flatMap(normalized ->
                        Optional.ofNullable(store.byIdWithDeleted(List.of(normalized), List.of(CaseField.values()))
                                .get(normalized)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no case " + id));
    }
}
