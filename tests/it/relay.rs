//! A proxy between the program under test and moto: it records every call, and refuses calls or drops
//! responses where a test says so.
//!
//! Other requests and their responses pass unchanged. With [`Relay::strict`] it corrects where moto
//! differs from CloudTrail. Nothing here knows the program.

// What is said instead of moto.
mod answer;
// Which operation a request is.
mod call;
// Whether CloudTrail could deliver.
mod delivery;
// Whether a policy lets CloudTrail in.
mod policy;
// The names of S3's operations.
mod s3;
// Ports and threads.
mod server;
// CloudTrail's rules that moto does not have.
mod strict;
mod strict_tests;
mod tests;
// HTTP.
mod wire;

use std::io::{self, BufReader};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

pub(crate) use answer::Answer;
use answer::{Answers, Say};
pub(crate) use call::Call;
use server::Server;
use strict::Strict;
use wire::Request;

use crate::moto::Moto;

/// A running relay. It stops when it is dropped.
pub(crate) struct Relay {
    /// moto, as the program is to see it.
    front: Moto,
    service: Arc<Service>,
    _server: Server,
}

impl Relay {
    /// A relay before a server, for the server's account.
    pub(crate) fn before(moto: &Moto) -> Self {
        let service = Arc::new(Service {
            moto: moto.clone(),
            answers: Answers::default(),
            calls: Mutex::default(),
            strict: OnceLock::new(),
            cut: Mutex::new(None),
        });
        let shared = Arc::clone(&service);
        let server = Server::start(move |stream| shared.serve(stream));
        Self { front: moto.behind(server.endpoint()), service, _server: server }
    }

    /// Holds calls of CloudTrail to rules that AWS has and moto has not.
    pub(crate) fn strict(self) -> Self {
        self.service.strict.get_or_init(Strict::default);
        self
    }

    /// Where the relay answers: `http://127.0.0.1:PORT`.
    pub(crate) fn endpoint(&self) -> &str {
        self.front.endpoint()
    }

    /// What a program needs in its environment to find the relay and the account.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 3] {
        self.front.environment()
    }

    /// Gives this answer from now on; one that was given later comes first.
    pub(crate) fn answer(&self, answer: Answer) {
        self.service.answers.add(answer);
    }

    /// Answers every call of an operation with this document.
    pub(crate) fn answer_with(&self, operation: &str, document: Value) {
        self.answer(Answer::document(operation, document));
    }

    /// Every call since the start or since [`Relay::clear`], in the order of their answers.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.service.calls().clone()
    }

    /// The calls that are to change something, refused or not: `cloudtrail:CreateTrail`.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.service.calls().iter().filter(|call| call.is_write()).map(Call::name).collect()
    }

    /// Drops every connection from the `count`th write on. moto performs that write; its response
    /// is lost.
    pub(crate) fn cut_after_write(&self, count: usize) {
        self.cut(Cut { left: count, counts_reads: false, lost: Lost::Response });
    }

    /// Drops every connection from the `count`th call on, reads included.
    pub(crate) fn cut_at_call(&self, count: usize, lost: Lost) {
        self.cut(Cut { left: count, counts_reads: true, lost });
    }

    fn cut(&self, cut: Cut) {
        *self.service.cut() = Some(cut);
    }

    /// Whether every connection is dropped by now.
    pub(crate) fn is_cut(&self) -> bool {
        self.service.is_cut()
    }

    /// Ends a cut.
    pub(crate) fn mend(&self) {
        *self.service.cut() = None;
    }

    /// Forgets the calls so far.
    pub(crate) fn clear(&self) {
        self.service.calls().clear();
    }
}

/// What the last call before a cut loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// moto never sees the request.
    Request,
    /// moto performs it; the client never sees the response.
    Response,
}

/// When the relay starts to drop every connection.
struct Cut {
    /// How many calls it still counts; with 0 all connections are dropped.
    left: usize,
    counts_reads: bool,
    lost: Lost,
}

/// What all connections share.
struct Service {
    moto: Moto,
    answers: Answers,
    calls: Mutex<Vec<Call>>,
    strict: OnceLock<Strict>,
    cut: Mutex<Option<Cut>>,
}

impl Service {
    fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers the requests of one connection until it ends.
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = Request::read(&mut reader)? {
            let mut call = Call::of(&request);
            if self.is_cut() || self.cuts(&call, Lost::Request) {
                break;
            }
            let say = self.say(&call, &request)?;
            call.refused = say.is_no();
            let response = say.response(&call).filter(|_| !self.cuts(&call, Lost::Response));
            // Before the client can know of the answer, and a test of the client.
            self.calls().push(call);
            let Some(response) = response else { break };
            response.write(stream, request.method == "HEAD")?;
            if response.is_endless() || request.says("connection", "close") {
                break;
            }
        }
        Ok(())
    }

    fn cut(&self) -> MutexGuard<'_, Option<Cut>> {
        self.cut.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_cut(&self) -> bool {
        self.cut().as_ref().is_some_and(|cut| cut.left == 0)
    }

    /// Counts a call at the point where the cut loses it. Whether the connection is to be dropped.
    fn cuts(&self, call: &Call, point: Lost) -> bool {
        let mut cut = self.cut();
        let Some(cut) = cut.as_mut() else { return false };
        if cut.lost == point && (cut.counts_reads || call.is_write()) {
            cut.left = cut.left.saturating_sub(1);
        }
        cut.left == 0
    }

    fn say(&self, call: &Call, request: &Request) -> io::Result<Say> {
        match self.answers.take(call) {
            Some((say, false)) => Ok(say),
            Some((say, true)) => self.forward(call, request).map(|_| say),
            None => self.forward(call, request),
        }
    }

    /// What moto says.
    fn forward(&self, call: &Call, request: &Request) -> io::Result<Say> {
        if let Some(strict) = self.strict.get().filter(|_| call.service == "cloudtrail") {
            return strict.forward(call, request, &self.moto.with_key(&call.access_key));
        }
        let response = request.forward(host(&self.moto))?;
        if self.strict.get().is_some() && call.operation == "CreateBucket" && response.is_success()
        {
            self.tag_bucket(call);
        }
        Ok(Say::Passed(response))
    }

    /// moto passes over the tags in `CreateBucket`.
    fn tag_bucket(&self, call: &Call) {
        let Some((_, rest)) = call.body.split_once("<Tags>") else { return };
        let Some((tags, _)) = rest.split_once("</Tags>") else { return };
        let body = format!("<Tagging><TagSet>{tags}</TagSet></Tagging>");
        let bucket = call.target.split('?').next().unwrap_or_default();
        let moto = self.moto.with_key(&call.access_key);
        let put = format!("PUT {}?tagging", bucket.trim_end_matches('/'));
        moto.send(&put, &format!("{}/s3", call.region), &[], body.as_bytes()).unwrap();
    }
}

/// Where a server listens.
fn host(moto: &Moto) -> &str {
    moto.endpoint().trim_start_matches("http://")
}
