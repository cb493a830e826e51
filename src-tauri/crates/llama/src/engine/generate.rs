//! One answer, token by token.

use std::time::Instant;

use llama_cpp_2::DecodeError;
use llama_cpp_2::token::LlamaToken;
use llguidance::Matcher;

use super::sampling::Chooser;
use super::text::Text;
use super::{Control, Engine, Grammars, SEQUENCE, common, tools};
use crate::Error;
use crate::chat::{ChatAnswer, ChatEvent, ChatRequest, Finish, Usage};

/// What happens before every batch and every token.
fn ended(control: &Control) -> Option<Finish> {
    if control.is_cancelled() {
        return Some(Finish::Cancelled);
    }
    control.deadline.filter(|deadline| Instant::now() >= *deadline).map(|_| Finish::Deadline)
}

impl Engine {
    /// Answers a request. Every event is told as it happens; a cancellation and a deadline end the answer where it is.
    ///
    /// # Errors
    /// [`Error::Request`], [`Error::Schema`], [`Error::Template`], [`Error::ContextOverflow`] before anything is
    /// evaluated; [`Error::Engine`] when llama.cpp fails, after which the engine goes on with an empty context.
    pub fn chat(
        &mut self,
        request: &ChatRequest,
        control: &Control,
        tell: &mut dyn FnMut(ChatEvent),
    ) -> Result<ChatAnswer, Error> {
        if request.schema.is_some() && !request.stop.is_empty() {
            return Err(Error::Request { reason: "stops would cut a schema's answer off".to_owned() });
        }
        if request.must_call && (request.tools.is_empty() || request.schema.is_some()) {
            return Err(Error::Request { reason: "no tool can be called".to_owned() });
        }
        let chooser = Chooser::new(&request.sampling)?;
        let matcher = self.matcher(request)?;
        let prompt = self.prompt(request)?;
        if prompt.len() >= self.context_size() {
            return Err(Error::ContextOverflow {
                needed: prompt.len() as u64 + 1,
                available: u64::from(self.description.context),
            });
        }
        let instructions = self.instructions(request, &prompt);
        let answer = self.answer(request, control, tell, &prompt, chooser, matcher);
        match &answer {
            Ok(_) => self.shared = instructions.min(self.evaluated.len()),
            // What is in the context now is not known.
            Err(_) => self.forget(),
        }
        answer
    }

    fn matcher(&mut self, request: &ChatRequest) -> Result<Option<Matcher>, Error> {
        if request.schema.is_none() && request.tools.is_empty() {
            return Ok(None);
        }
        if self.grammars.is_none() {
            self.grammars = Some(Grammars::new(self.model())?);
        }
        let tagged = self.template.tagged_calls();
        let grammars = self.grammars.as_mut().ok_or_else(|| Error::engine("no grammars"))?;
        match &request.schema {
            Some(schema) => grammars.for_schema(schema).map(Some),
            None => grammars.for_tools(&request.tools, tagged, request.must_call).map(Some),
        }
    }

    fn answer(
        &mut self,
        request: &ChatRequest,
        control: &Control,
        tell: &mut dyn FnMut(ChatEvent),
        prompt: &[LlamaToken],
        mut chooser: Chooser,
        mut matcher: Option<Matcher>,
    ) -> Result<ChatAnswer, Error> {
        // The last token is always evaluated: what follows it is judged there.
        let keep = common(&self.evaluated, prompt).min(prompt.len() - 1);
        self.cut(keep)?;
        let reused = self.evaluated.len();
        let count = |tokens: usize| u32::try_from(tokens).unwrap_or(u32::MAX);
        let mut usage =
            Usage { prompt_tokens: count(prompt.len()), reused_tokens: count(reused), ..Usage::default() };
        tell(ChatEvent::Started { prompt_tokens: usage.prompt_tokens, reused_tokens: usage.reused_tokens });

        let begun = Instant::now();
        let mut finish = None;
        while self.evaluated.len() < prompt.len() {
            finish = ended(control);
            if finish.is_some() {
                break;
            }
            let from = self.evaluated.len();
            let to = prompt.len().min(from + self.batch_size());
            self.evaluate(&prompt[from..to])?;
        }
        usage.evaluated_tokens = count(self.evaluated.len() - reused);
        usage.prompt_micros = micros(begun);

        let begun = Instant::now();
        let mut text = Text::new(&request.stop);
        while finish.is_none() {
            finish = ended(control).or_else(|| {
                let full = self.evaluated.len() >= self.context_size();
                (usage.generated_tokens >= request.max_tokens || full).then_some(Finish::Length)
            });
            if finish.is_some() {
                break;
            }
            let room = self.context_size() - self.evaluated.len();
            let left = usize::try_from(request.max_tokens - usage.generated_tokens).unwrap_or(usize::MAX);
            let forced = match &mut matcher {
                Some(matcher) => self.forced(matcher, room.min(left))?,
                None => Vec::new(),
            };
            usage.forced_tokens += count(forced.len());
            let tokens = if forced.is_empty() {
                let token = self.next_token(&mut chooser, matcher.as_mut(), request.ignore_end)?;
                if self.model().vocab().is_eog(token) && !request.ignore_end {
                    finish = Some(Finish::Stop);
                    break;
                }
                if let Some(matcher) = &mut matcher {
                    matcher.consume_token(token.0.cast_unsigned()).map_err(Error::engine)?;
                }
                vec![token]
            } else {
                forced
            };
            usage.generated_tokens += count(tokens.len());
            for token in &tokens {
                let bytes = self.model().vocab().token_to_piece(*token, false, None);
                if text.push(&bytes) {
                    finish = Some(Finish::Stop);
                    break;
                }
            }
            if let Some(text) = text.next() {
                tell(ChatEvent::Text { text });
            }
            if matcher.as_ref().is_some_and(Matcher::is_stopped) {
                finish = Some(Finish::Stop);
            }
            // The end of an answer is evaluated by the request that repeats it.
            if finish.is_none() && usage.generated_tokens < request.max_tokens {
                for piece in tokens.chunks(self.batch_size()) {
                    self.evaluate(piece)?;
                }
            }
        }
        if let Some(text) = text.last() {
            tell(ChatEvent::Text { text });
        }
        usage.generation_micros = micros(begun);
        let mut finish = finish.unwrap_or(Finish::Stop);
        let mut text = text.into_string();
        let mut tool_calls = Vec::new();
        if !request.tools.is_empty() && request.schema.is_none() && finish == Finish::Stop {
            (text, tool_calls) = tools::read(&text, self.template.tagged_calls());
            if !tool_calls.is_empty() {
                finish = Finish::ToolCalls;
            }
        }
        let answer = ChatAnswer { text, tool_calls, finish, usage };
        tell(ChatEvent::Finished { answer: answer.clone() });
        Ok(answer)
    }

    fn batch_size(&self) -> usize {
        usize::try_from(self.description.batch).unwrap_or(1)
    }

    /// Tokens that must follow, at most `most`: a schema's own words. They are written as the model itself would write
    /// them and evaluated together, which takes hardly longer than one.
    fn forced(&self, matcher: &mut Matcher, most: usize) -> Result<Vec<LlamaToken>, Error> {
        let bytes = matcher.compute_ff_bytes();
        let whole = match str::from_utf8(&bytes) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let vocabulary = self.model().vocab();
        let mut tokens = vocabulary.tokenize(&bytes[..whole], false, false);
        // The last could be the beginning of a longer one.
        tokens.pop();
        tokens.truncate(most);
        let mut written = Vec::new();
        for token in &tokens {
            vocabulary.token_to_piece_into(*token, &mut written, false, None);
        }
        // Some vocabularies put a space before every text.
        if tokens.is_empty() || !bytes.starts_with(&written) {
            return Ok(Vec::new());
        }
        let ids: Vec<u32> = tokens.iter().map(|token| token.0.cast_unsigned()).collect();
        let taken = matcher.try_consume_tokens(&ids).map_err(Error::engine)?;
        tokens.truncate(taken);
        Ok(tokens)
    }

    fn next_token(
        &self,
        chooser: &mut Chooser,
        matcher: Option<&mut Matcher>,
        ignore_end: bool,
    ) -> Result<LlamaToken, Error> {
        let allowed = match matcher {
            Some(matcher) => Some(matcher.compute_mask().map_err(Error::engine)?),
            None => None,
        };
        let last = self.batch.n_tokens() - 1;
        self.loaded.with_dependent(|model, context| {
            let logits = context.get_logits_ith(last);
            let token = chooser.choose(logits, allowed.as_ref())?;
            if !(ignore_end && allowed.is_none() && model.vocab().is_eog(token)) {
                return Ok(token);
            }
            // For measuring only: as if the model had not wanted to end.
            let mut without = logits.to_vec();
            for end in model.vocab().tokens().filter(|token| model.vocab().is_eog(*token)) {
                if let Some(logit) = usize::try_from(end.0).ok().and_then(|place| without.get_mut(place)) {
                    *logit = f32::NAN;
                }
            }
            chooser.choose(&without, None)
        })
    }

    /// Evaluates tokens that follow what was evaluated; judged is what follows the last. At most a batch of them.
    fn evaluate(&mut self, tokens: &[LlamaToken]) -> Result<(), Error> {
        debug_assert!(!tokens.is_empty() && tokens.len() <= self.batch_size());
        self.batch.clear();
        for (place, token) in tokens.iter().enumerate() {
            let position = i32::try_from(self.evaluated.len() + place).map_err(Error::engine)?;
            let last = place + 1 == tokens.len();
            self.batch.add(*token, position, &[SEQUENCE], last).map_err(Error::engine)?;
        }
        let batch = &mut self.batch;
        let decoded = self.loaded.with_dependent_mut(|_, context| context.decode(batch));
        match decoded {
            Ok(()) => {
                self.evaluated.extend_from_slice(tokens);
                Ok(())
            }
            Err(DecodeError::NoKvCacheSlot) => Err(Error::ContextOverflow {
                needed: (self.evaluated.len() + tokens.len()) as u64,
                available: u64::from(self.description.context),
            }),
            Err(error) => Err(Error::engine(error)),
        }
    }
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}
