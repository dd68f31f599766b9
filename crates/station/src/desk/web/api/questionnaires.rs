//! Questionnaires.

use axum::http::StatusCode;

use super::super::answer::{Answer, Done, Download, FileKind, Refusal, Reply};
use super::super::ask::{Asked, Given, Id, Uploaded};
use super::super::seat::Seat;
use crate::desk::{FormView, QuestionnaireView, ResultsAsk, ResultsView, Right, Withdrawal, WorkbookView};

/// The questionnaires by code.
#[utoipa::path(get, path = "/questionnaires", responses((status = 200, body = Vec<QuestionnaireView>)))]
pub(super) async fn all(seat: Seat) -> Answer<Vec<QuestionnaireView>> {
    seat.does(Right::Look, |station, _| station.questionnaires()).await.map(Reply)
}

/// Puts a workbook in force, if nothing is wrong with it.
#[utoipa::path(post, path = "/questionnaires", request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = WorkbookView)))]
pub(super) async fn keep(seat: Seat, Uploaded(workbook): Uploaded) -> Answer<WorkbookView> {
    seat.does(Right::Work, move |station, who| station.take_workbook(who, &workbook, true)).await.map(Reply)
}

/// Reads a workbook and changes nothing.
#[utoipa::path(post, path = "/questionnaires/preview",
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = WorkbookView)))]
pub(super) async fn preview(seat: Seat, Uploaded(workbook): Uploaded) -> Answer<WorkbookView> {
    seat.does(Right::Work, move |station, who| station.take_workbook(who, &workbook, false)).await.map(Reply)
}

/// A questionnaire's form.
#[utoipa::path(get, path = "/questionnaires/{id}", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = FormView)))]
pub(super) async fn form(seat: Seat, Id(id): Id) -> Answer<FormView> {
    seat.does(Right::Look, move |station, _| station.questionnaire_form(id)).await.map(Reply)
}

/// Withdraws it, or asks it again.
#[utoipa::path(put, path = "/questionnaires/{id}/withdrawal", params(("id" = uuid::Uuid, Path)),
    request_body = Withdrawal, responses((status = 204)))]
pub(super) async fn withdraw(seat: Seat, Id(id): Id, Given(ask): Given<Withdrawal>) -> Done {
    seat.does(Right::Work, move |station, who| station.withdraw(who, id, &ask)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was answered, by question.
#[utoipa::path(get, path = "/questionnaires/{id}/results", params(("id" = uuid::Uuid, Path), ResultsAsk),
    responses((status = 200, body = ResultsView)))]
pub(super) async fn results(seat: Seat, Id(id): Id, Asked(ask): Asked<ResultsAsk>) -> Answer<ResultsView> {
    seat.does(Right::Look, move |station, _| station.results(id, &ask)).await.map(Reply)
}

/// The same as a CSV file.
#[utoipa::path(get, path = "/questionnaires/{id}/results.csv", params(("id" = uuid::Uuid, Path), ResultsAsk),
    responses((status = 200, content_type = "text/csv")))]
pub(super) async fn csv(seat: Seat, Id(id): Id, Asked(ask): Asked<ResultsAsk>) -> Result<Download, Refusal> {
    let bytes = seat.does(Right::Look, move |station, who| station.results_file(who, id, &ask, false)).await?;
    Ok(Download(FileKind::Csv, "beibao-results.csv".into(), bytes))
}

/// The same as a workbook.
#[utoipa::path(get, path = "/questionnaires/{id}/results.xlsx", params(("id" = uuid::Uuid, Path), ResultsAsk),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(super) async fn xlsx(seat: Seat, Id(id): Id, Asked(ask): Asked<ResultsAsk>) -> Result<Download, Refusal> {
    let bytes = seat.does(Right::Look, move |station, who| station.results_file(who, id, &ask, true)).await?;
    Ok(Download(FileKind::Xlsx, "beibao-results.xlsx".into(), bytes))
}
