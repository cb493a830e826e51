//! Whole paths, from the outside in: one binary, one module per subject.

mod bad_days;
mod channel;
mod codes;
mod command_line;
mod language_care;
mod language_late;
mod language_links;
mod language_lists;
mod language_models;
mod language_prompts;
mod market;
mod market_program;
mod model_choice;
mod models;
mod prompt_lab;
mod smtp;
mod twilio_check;
mod twilio_client;
mod twilio_media;
mod whatsapp_poll;
mod whatsapp_send;
mod whatsapp_shop;
mod whatsapp_webhook;
mod whole;
